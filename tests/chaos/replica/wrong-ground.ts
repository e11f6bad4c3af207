import { randomUUID } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import { canonicalJson } from '../../../electron/core/archive/canonical-json.ts';
import { openContext } from '../../../electron/core/engine.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { engineOf } from '../../../electron/core/engine-calls.ts';
import type { EngineContext } from '../../../electron/core/engine-context.ts';
import { markFile, newMark } from '../../../electron/core/replica/replica-mark.ts';
import { expectCommand } from '../../support/command.ts';
import { startComposeStack } from '../../support/compose-stack.ts';
import { sambaUser, startSamba } from '../../support/samba.ts';
import { type TempHome, tempHome } from '../../support/temp-home.ts';
import { strictSetUps } from './share-bench.ts';

type SmbPlace = Extract<ReplicaPlace, { readonly kind: 'smb' }>;

/** A stack that runs, and servers and folders that are wrong in every way; `right` is not. */
export interface WrongGround extends AsyncDisposable {
  readonly home: TempHome;
  readonly context: EngineContext;
  readonly engine: Engine;
  readonly stackId: string;
  /** The id in the mark of `right`. */
  readonly rightId: string;
  readonly smb: (changes: Partial<SmbPlace>) => SmbPlace;
  /** Everything that a backup might be copied to by mistake. */
  readonly reachable: readonly string[];
  /** Of a server that takes everybody as a guest. */
  readonly guestPort: number;
  readonly folders: { readonly emptyMount: string };
  /** Since when the stack's one service runs. Rejects when it does not. */
  readonly startedAt: () => Promise<string>;
}

const compose = (image: string): string => `
version: "3.8"
services:
  app:
    image: ${image}
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1 & wait $$!; done"]
    volumes: ["data:/data"]
volumes: { data: {} }
`;

/** Sets it all up. `host`: the Docker engine. */
export async function openWrongGround(host: string, image: string): Promise<WrongGround> {
  await using opening = new AsyncDisposableStack();
  const home = opening.use(await tempHome());
  const samba = opening.use(await startSamba({ global: strictSetUps.signed }));
  const shared = samba.folder;
  const rightId = randomUUID();
  for (const [name, id] of [
    ['right', rightId],
    ['replaced', randomUUID()],
    ['unmarked', null],
    ['of-another', randomUUID()],
  ] as const)
    await makeTarget(join(shared, name), id);
  await writeFile(join(shared, 'file'), 'not a folder');
  const full = await mountMemory(opening, join(shared, 'full'));
  await makeTarget(full, rightId);
  await expectCommand('sh', ['-c', `cat /dev/zero > '${join(full, 'filling')}' 2>/dev/null || true`]);
  const emptyMount = await mountMemory(opening, join(home.beside, 'empty'));
  await mkdir(join(home.beside, 'not-mounted', 'right'), { recursive: true });
  await makeTarget(join(home.beside, 'not-mounted', 'right'), rightId);

  const guests = opening.use(
    await startSamba({ global: { 'map to guest': 'Bad User' }, share: { 'guest ok': 'yes' } }),
  );
  const stack = opening.use(await startComposeStack({ host, compose: compose(image) }));
  const context = await openContext({
    home: home.path,
    env: { ...process.env, DOCKER_HOST: host, LIFEBOAT_SECRETS: 'key-file' },
  });
  const engine = engineOf(context, async () => {
    await context.runner.close();
    context.catalog.close();
  });
  opening.defer(() => engine.close());
  const storage = join(home.beside, 'storage');
  const { id: stackId } = await engine.addStack({ composeFile: stack.composeFile, name: 'web', storage });
  const where = { host: '127.0.0.1', port: samba.port, share: 'share', folder: '', domain: '', allowOld: false };
  const resources = opening.move();
  return {
    home,
    context,
    engine,
    stackId,
    rightId,
    smb: (changes) => ({ kind: 'smb', ...where, user: sambaUser.user, ...changes }),
    guestPort: guests.port,
    folders: { emptyMount },
    reachable: [shared, guests.folder, emptyMount, join(home.beside, 'not-mounted')],
    startedAt: async () => {
      const { State } = await stack.container('app');
      if (!State.Running) throw new Error('the service does not run');
      return State.StartedAt;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A folder that everybody may write, with a mark of this id. */
async function makeTarget(folder: string, id: string | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  if (id === null) return;
  const mark = canonicalJson(newMark(id, 'test', '2026-11-20T04:00:00.000Z'));
  await writeFile(join(folder, markFile), mark, { mode: 0o644 });
}

/** Half a megabyte of memory as a disk, unmounted with the rest. */
async function mountMemory(resources: AsyncDisposableStack, path: string): Promise<string> {
  await mkdir(path);
  await expectCommand('mount', ['-t', 'tmpfs', '-o', 'size=512k,mode=0777', 'tmpfs', path]);
  resources.defer(async () => {
    await expectCommand('umount', ['--lazy', path]);
  });
  return path;
}
