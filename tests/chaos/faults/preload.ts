// Loaded into a command by `--import`, into its workers too: makes the n-th call of the file layer fail, as the plan
// says. SQLite's own files are not reached by it.
import fs, { appendFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { callsOf, FaultPlan, planVariable } from './plan.ts';

type Call = (this: unknown, ...args: readonly unknown[]) => unknown;

// `Reflect.apply` returns any.
const apply = (call: CallableFunction, self: unknown, args: readonly unknown[]): unknown => {
  const result: unknown = Reflect.apply(call, self, args);
  return result;
};

const plan = FaultPlan.parse(JSON.parse(process.env[planVariable] ?? 'null'));
const counter = 'lifeboat test: calls of the file layer';
if (isMainThread) setEnvironmentData(counter, new SharedArrayBuffer(4));
const shared = getEnvironmentData(counter);
if (!(shared instanceof SharedArrayBuffer)) throw new Error('a worker without the count of its process');
const calls = new Int32Array(shared);

// Taken before anything is replaced: what is reported must not be counted.
const report = (name: string, text: string): void => {
  appendFileSync(join(plan.reports, name), text);
};

const ownHandles = new WeakSet<object>();
const ownDescriptors = new Set<number>();

const textOf = (path: unknown): string | null => {
  if (typeof path === 'string') return path;
  if (Buffer.isBuffer(path)) return path.toString();
  return path instanceof URL ? fileURLToPath(path) : null;
};
const isBelow = (path: string | null): boolean =>
  path !== null && plan.below.some((root) => path === root || path.startsWith(`${root}/`));

/** Whether opening with these flags may make a file. */
const makes = (flags: unknown): boolean =>
  typeof flags === 'string' ? /[wa]/u.test(flags) : typeof flags === 'number' && (flags & fs.constants.O_CREAT) !== 0;

/** The error that this call ends with, or null when it goes on. Counts. */
function failureOf(call: string, path: string | null, args: readonly unknown[]): Error | null {
  const kind = call.replace(/Sync$/u, '');
  const possible = callsOf[plan.errno];
  if (possible !== null && !possible.has(kind)) return null;
  if (plan.errno === 'ENOSPC' && kind === 'open' && !makes(args[1])) return null;
  const count = Atomics.add(calls, 0, 1) + 1;
  if (count < plan.at || (count > plan.at && !plan.lasting)) return null;
  const text = `${plan.errno}: made to fail, ${kind}${path === null ? '' : ` '${path}'`}`;
  const error = Object.assign(new Error(text), {
    errno: -constants.errno[plan.errno],
    code: plan.errno,
    syscall: kind,
    ...(path === null ? {} : { path }),
  });
  if (count === plan.at) report('hit', JSON.stringify({ call, path: path ?? '', stack: error.stack ?? '' }));
  return error;
}

/** Replaces a method by one that may fail; `whose` says whether the call is of ours, and of which path. */
function replace(
  target: object,
  name: string,
  whose: (self: unknown, args: readonly unknown[]) => { readonly path: string | null } | null,
  fail: (error: Error, original: () => unknown, args: readonly unknown[]) => unknown,
  after: (result: unknown, args: readonly unknown[]) => unknown = (result) => result,
): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return;
  const faulty: Call = function faulty(...args) {
    const own = whose(this, args);
    const run = (): unknown => apply(original, this, args);
    if (own === null) return run();
    const error = failureOf(name, own.path, args);
    return error === null ? after(run(), args) : fail(error, run, args);
  };
  Object.defineProperties(faulty, { name: { value: name }, length: { value: original.length } });
  Reflect.set(target, name, faulty);
}

const byPath = (_self: unknown, args: readonly unknown[]) => {
  // The target of a link is only words; where the link is made, is the second.
  const found = [args[0], args[1]].map(textOf).find(isBelow);
  return found === undefined ? null : { path: found };
};
const byDescriptor = (_self: unknown, [descriptor]: readonly unknown[]) =>
  typeof descriptor === 'number' && ownDescriptors.has(descriptor) ? { path: null } : null;
const byHandle = (self: unknown) =>
  typeof self === 'object' && self !== null && ownHandles.has(self) ? { path: null } : null;

const pathCalls = (
  'access appendFile chmod chown copyFile cp lchown link lstat lutimes mkdir mkdtemp open opendir readdir readFile ' +
  'readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile'
).split(' ');
const descriptorCalls = 'read write readv writev fsync fdatasync ftruncate fstat fchmod fchown futimes close'.split(
  ' ',
);
const handleCalls =
  'read write readv writev sync datasync truncate stat chmod chown utimes readFile writeFile appendFile close'.split(
    ' ',
  );

const rejects = (failure: Error): Promise<never> => Promise.reject(failure);
const throws = (error: Error): never => {
  throw error;
};
const callsBack = (error: Error, _run: () => unknown, args: readonly unknown[]): void => {
  const back = args.at(-1);
  if (typeof back === 'function') process.nextTick(() => apply(back, undefined, [error]));
};
async function failAfter(work: Promise<unknown>, error: Error): Promise<never> {
  await work;
  throw error;
}
/** A file that cannot be closed without an error is closed all the same. */
const closesFirst =
  (then: typeof callsBack | typeof rejects | typeof throws) =>
  (error: Error, run: () => unknown, args: readonly unknown[]): unknown => {
    if (then !== callsBack) {
      const closed = run();
      return closed instanceof Promise ? failAfter(closed, error) : throws(error);
    }
    const [descriptor] = args;
    if (typeof descriptor === 'number') fs.close(descriptor, () => callsBack(error, run, args));
    return undefined;
  };

const keepHandle = async (opened: unknown): Promise<unknown> => {
  const handle: unknown = await opened;
  if (typeof handle === 'object' && handle !== null) ownHandles.add(handle);
  return handle;
};
const keepDescriptor = (descriptor: unknown): unknown => {
  if (typeof descriptor === 'number') ownDescriptors.add(descriptor);
  return descriptor;
};
const forget = (result: unknown, [descriptor]: readonly unknown[]): unknown => {
  if (typeof descriptor === 'number') ownDescriptors.delete(descriptor);
  return result;
};

async function install(): Promise<void> {
  const handle = await promises.open(import.meta.filename);
  const prototype: unknown = Object.getPrototypeOf(handle);
  await handle.close();
  if (typeof prototype !== 'object' || prototype === null) throw new Error('a file handle has no prototype');
  for (const name of handleCalls) replace(prototype, name, byHandle, name === 'close' ? closesFirst(rejects) : rejects);
  for (const name of pathCalls) {
    replace(promises, name, byPath, rejects, name === 'open' ? keepHandle : undefined);
    replace(fs, `${name}Sync`, byPath, throws, name === 'open' ? keepDescriptor : undefined);
    if (name !== 'open') replace(fs, name, byPath, callsBack);
  }
  replaceOpen();
  for (const name of descriptorCalls) {
    const [after, back, sync] =
      name === 'close' ? [forget, closesFirst(callsBack), closesFirst(throws)] : [undefined, callsBack, throws];
    replace(fs, name, byDescriptor, back, after);
    replace(fs, `${name}Sync`, byDescriptor, sync, after);
  }
  syncBuiltinESMExports();
}

/** The one call whose result, told to a callback, is to be known. */
function replaceOpen(): void {
  const { open } = fs;
  const kept: Call = (...args) => {
    const back = args.at(-1);
    if (typeof back !== 'function' || byPath(null, args) === null) return apply(open, fs, args);
    const keep = (error: unknown, descriptor: unknown): unknown => {
      keepDescriptor(descriptor);
      return apply(back, undefined, [error, descriptor]);
    };
    return apply(open, fs, [...args.slice(0, -1), keep]);
  };
  Reflect.set(fs, 'open', kept);
  replace(fs, 'open', byPath, callsBack);
}

if (isMainThread) {
  process.on('uncaughtExceptionMonitor', (error, origin) => report('uncaught', `${origin}: ${String(error.stack)}\n`));
  process.on('exit', () => report('calls', String(Atomics.load(calls, 0))));
}
await install();
