import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { changeData, type World } from './world.ts';

/** A command that is killed at its steps. */
export interface KilledCommand {
  readonly name: string;
  /** Brings the world to the state in which the command is given; returns its arguments. */
  readonly prepare: (engine: Engine, world: World) => Promise<readonly string[]>;
  /** Whether packs of before may be gone, because the command is meant to remove some. */
  readonly removes: boolean;
  /** Whether packs of before may be at another place. */
  readonly moves: boolean;
}

const stays = { removes: false, moves: false };

async function newest(engine: Engine): Promise<{ readonly id: string; readonly path: string }> {
  const [backup] = await engine.backups('shop');
  if (backup === undefined || backup.path === null) throw new Error('no backup');
  return { id: backup.id, path: backup.path };
}

async function rolledBack(engine: Engine, world: World): Promise<string> {
  await changeData(world);
  const plan = await engine.planRollback({ backup: (await newest(engine)).id, safetyBackup: false });
  return (await engine.rollback(plan).result).jobId;
}

/** The newest pack lies outside, and this installation has forgotten it. */
async function sentAway(engine: Engine, { outside }: World, singleFile: boolean): Promise<string> {
  const { id } = await newest(engine);
  const { path } = await engine.exportBackup(id, outside, { singleFile }).result;
  await engine.deleteBackup(id).result;
  return path;
}

const policy: PolicyDraft = {
  name: 'nightly',
  enabled: true,
  cron: '0 4 * * *',
  timeZone: 'UTC',
  mode: 'cold',
  images: false,
  only: null,
  format: null,
  level: null,
  replicate: false,
  retention: { days: null, count: 1 },
  catchUpHours: 0,
  maxAgeHours: null,
  verifyDays: null,
};

/** Everything that gives, takes or moves a name of a pack, or exchanges data. */
export const killedCommands: readonly KilledCommand[] = [
  { name: 'backup', ...stays, prepare: () => Promise.resolve(['backup', 'shop']) },
  {
    name: 'rollback',
    ...stays,
    prepare: async (engine, world) => {
      await changeData(world);
      return ['rollback', (await newest(engine)).id, '--yes', '--no-safety-backup'];
    },
  },
  {
    name: 'undo',
    ...stays,
    prepare: async (engine, world) => ['undo', await rolledBack(engine, world), '--yes'],
  },
  {
    name: 'release',
    ...stays,
    prepare: async (engine, world) => ['release', await rolledBack(engine, world), '--yes'],
  },
  {
    name: 'export',
    ...stays,
    prepare: async (engine, { outside }) => ['export', (await newest(engine)).id, '--to', outside],
  },
  {
    name: 'export of one file',
    ...stays,
    prepare: async (engine, { outside }) => ['export', (await newest(engine)).id, '--single-file', '--to', outside],
  },
  {
    name: 'import',
    ...stays,
    prepare: async (engine, world) => ['import', await sentAway(engine, world, false), '--stack', 'shop'],
  },
  {
    name: 'import of one file',
    ...stays,
    prepare: async (engine, world) => ['import', await sentAway(engine, world, true), '--stack', 'shop'],
  },
  {
    name: 'migrate',
    removes: false,
    moves: true,
    prepare: (_, { otherStorage }) => Promise.resolve(['migrate-storage', otherStorage]),
  },
  {
    name: 'prune',
    removes: true,
    moves: false,
    prepare: async (engine) => {
      const { id: policyId } = await engine.savePolicy('shop', null, policy);
      for (let n = 0; n < 3; n += 1) await engine.runPolicy(policyId).result;
      return ['prune', 'shop'];
    },
  },
  {
    name: 'delete',
    removes: true,
    moves: false,
    prepare: async (engine) => ['delete', (await newest(engine)).id, '--yes'],
  },
];
