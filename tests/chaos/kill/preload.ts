// Loaded with `node --import` into a process that is to die at its n-th point: a line of the journal, a record in the
// catalog, a rename, a removal, an fsync, the writing of DONE. So the product has no hook for it. Environment:
// LIFEBOAT_KILL_AT: `<n> before` or `<n> after`; LIFEBOAT_KILL_LOG: a file that gets one line for every point, and one
// beginning with `FAULT` where a name was given to what a power cut could still take away.
import { appendFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { Backups } from '../../../electron/core/catalog/backups.ts';
import { Debts } from '../../../electron/core/catalog/debts.ts';
import { Journal } from '../../../electron/core/catalog/journal.ts';
import { Kept } from '../../../electron/core/catalog/kept.ts';
import { Stacks } from '../../../electron/core/catalog/stacks.ts';
import { Flushes } from './flushes.ts';

type Act = (...args: unknown[]) => unknown;

const [at = '0', when = 'before'] = (process.env['LIFEBOAT_KILL_AT'] ?? '').split(' ');
const log = process.env['LIFEBOAT_KILL_LOG'] ?? '';
const say = (line: string): void => {
  if (log !== '') appendFileSync(log, `${line}\n`);
};
const flushes = new Flushes((what) => say(`FAULT ${what}`));
let passed = 0;

/** Counts the point that is reached, and dies there when it is the one. Returns what is to be called when it is past. */
function reach(name: string): () => void {
  passed += 1;
  const n = passed;
  const dieIf = (moment: string): void => {
    if (n === Number(at) && moment === when) process.kill(process.pid, 'SIGKILL');
  };
  say(name);
  dieIf('before');
  return () => dieIf('after');
}

/** Makes every call of a method a point. */
function countSync(of: object, method: string, name: (args: readonly unknown[]) => string): void {
  const original: unknown = Reflect.get(of, method);
  if (typeof original !== 'function') throw new Error(`${method} is gone; the points must be named anew`);
  const counted: Act = function (this: unknown, ...args) {
    const isPast = reach(name(args));
    const result: unknown = Reflect.apply(original, this, args);
    isPast();
    return result;
  };
  Reflect.set(of, method, counted);
}

function countAsync(of: object, method: string, name: (args: readonly unknown[]) => string | null, past: Act): void {
  const original: unknown = Reflect.get(of, method);
  if (typeof original !== 'function') throw new Error(`${method} is gone; the points must be named anew`);
  const counted = async function (this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    const named = name(args);
    const isPast = named === null ? () => undefined : reach(named);
    if (method === 'rename') flushes.renaming(String(args[0]));
    const result: unknown = await Reflect.apply(original, this, args);
    past.call(this, args, result);
    isPast();
    return result;
  };
  Reflect.set(of, method, counted);
}

const nothing: Act = () => undefined;
const lastName = (path: unknown): string => String(path).split('/').at(-1) ?? '';

if (isMainThread) {
  countSync(Journal.prototype, 'intent', ([, name]) => `journal: ${String(name)} begins`);
  countSync(Journal.prototype, 'done', () => {
    flushes.stepDone();
    return 'journal: it is done';
  });
  for (const [name, table, methods] of [
    ['debt', Debts.prototype, ['owe', 'pay', 'settle']],
    ['kept', Kept.prototype, ['insert', 'setState', 'remove']],
    ['backup', Backups.prototype, ['insert', 'update', 'remove']],
    ['stack', Stacks.prototype, ['update']],
  ] as const)
    for (const method of methods) countSync(table, method, () => `record: ${name} ${method}`);

  countAsync(
    fs,
    'rename',
    ([from, to]) => `rename ${lastName(from)} -> ${lastName(to)}`,
    (args) => {
      if (Array.isArray(args)) flushes.renamed(String(args[0]), String(args[1]));
    },
  );
  for (const method of ['rm', 'unlink', 'rmdir', 'link'])
    countAsync(fs, method, ([path]) => `${method} ${lastName(path)}`, nothing);
  countAsync(fs, 'writeFile', ([path]) => (lastName(path) === 'DONE' ? 'write DONE' : null), nothing);
  await countSyncs();
  syncBuiltinESMExports();
}

/** A handle does not tell its path, so it is remembered when it is opened. */
async function countSyncs(): Promise<void> {
  const paths = new WeakMap<object, string>();
  const anyHandle = await fs.open(import.meta.filename);
  const prototype: unknown = Object.getPrototypeOf(anyHandle);
  await anyHandle.close();
  if (typeof prototype !== 'object' || prototype === null) throw new Error('a handle has no prototype');
  countAsync(
    fs,
    'open',
    () => null,
    (args, handle) => {
      if (Array.isArray(args) && typeof handle === 'object' && handle !== null) paths.set(handle, String(args[0]));
    },
  );
  countAsync(
    prototype,
    'sync',
    () => 'sync',
    function (this: unknown) {
      const path = typeof this === 'object' && this !== null ? paths.get(this) : undefined;
      if (path !== undefined) flushes.synced(path);
    },
  );
}
