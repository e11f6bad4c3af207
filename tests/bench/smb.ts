import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '../../electron/core/byte-stream.ts';
import { expectCommand } from '../support/command.ts';
import { type Samba, type SambaOptions, sambaSetUps, startSamba } from '../support/samba.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type Cost, timed } from './timed.ts';

/** The same bytes by both clients, run after run beside each other. */
export interface CopySeries {
  readonly ours: readonly Cost[];
  readonly theirs: readonly Cost[];
}

/** What one situation measured. */
export interface SmbSituation {
  readonly name: string;
  readonly bytes: number;
  readonly up: CopySeries;
  readonly down: CopySeries;
}

interface Line {
  readonly name: string;
  readonly options: SambaOptions;
  /** Milliseconds that the way there and back takes longer. */
  readonly delayMs: number;
}

const situations: readonly Line[] = [
  { name: 'signed', options: { global: sambaSetUps.signed }, delayMs: 0 },
  { name: 'encrypted', options: { global: sambaSetUps.encrypted }, delayMs: 0 },
  { name: 'signed, 10 ms there and back', options: { global: sambaSetUps.signed }, delayMs: 10 },
];

/** Copies a file of `bytes` to and from a Samba whose folder is memory, by our client and by `smbclient`. */
export async function measureSmb(bytes: number, rounds: number, say: (text: string) => void): Promise<SmbSituation[]> {
  await using memory = await tempFolder('lbm');
  await expectCommand('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${3 * bytes + 64 * 1024 * 1024},mode=0777`,
    'tmpfs',
    memory.path,
  ]);
  try {
    const file = join(memory.path, 'source');
    await expectCommand('sh', ['-c', 'head -c "$1" /dev/urandom >"$2"', 'sh', String(bytes), file]);
    const measured: SmbSituation[] = [];
    for (const line of situations) {
      say(`SMB, ${line.name}`);
      measured.push(await measureSituation(line, { file, bytes, rounds, folder: memory.path }));
    }
    return measured;
  } finally {
    await expectCommand('umount', ['--lazy', memory.path]);
  }
}

interface Work {
  readonly file: string;
  readonly bytes: number;
  readonly rounds: number;
  readonly folder: string;
}

async function measureSituation(
  { name, options, delayMs }: Line,
  { file, bytes, rounds, folder }: Work,
): Promise<SmbSituation> {
  await using samba = await startSamba({ ...options, folder });
  await using proxy = delayMs === 0 ? null : await startProxy(samba.port, { delayMs: delayMs / 2 });
  const port = proxy?.port ?? samba.port;
  const copy = join(folder, 'copy');
  const wanted = await digest(file);
  const up = { ours: [] as Cost[], theirs: [] as Cost[] };
  const down = { ours: [] as Cost[], theirs: [] as Cost[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const whose of ['ours', 'theirs'] as const) {
      await rm(copy, { force: true });
      const run = whose === 'ours' ? ourCopy : theirCopy;
      up[whose].push(await run(samba, port, 'up', file));
      if ((await digest(copy)) !== wanted) throw new Error(`${name}: ${whose} wrote something else`);
      down[whose].push(await run(samba, port, 'down', file));
    }
  }
  await rm(copy);
  return { name, bytes, up, down };
}

type Direction = 'up' | 'down';

/** Without the start of Node: in the product the process is there already. */
async function ourCopy(_samba: Samba, port: number, direction: Direction, file: string): Promise<Cost> {
  const script = join(import.meta.dirname, 'smb-copy.ts');
  const flags = ['--disable-warning=ExperimentalWarning'];
  const cost = await timed([process.execPath, ...flags, script, direction, String(port), file]);
  return { ...cost, wallMs: Number(cost.stdout) };
}

function theirCopy(samba: Samba, port: number, direction: Direction, file: string): Promise<Cost> {
  const commands = direction === 'up' ? `put ${file} copy` : 'get copy /dev/null';
  return timed(samba.clientCommand(commands, port));
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(createReadStream(path, { highWaterMark: 1024 * 1024 }))) hash.update(chunk);
  return hash.digest('hex');
}
