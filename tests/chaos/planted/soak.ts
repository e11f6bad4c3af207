import type { Planted } from './planted.ts';

/** Minutes. */
export const proveRounds = 1;

export const planted: readonly Planted[] = [
  {
    what: 'a look into a pack leaves a file open',
    file: 'electron/core/archive/pack-reader.ts',
    from: 'export async function openPack(path: string): Promise<CompletePack> {\n',
    to: "export async function openPack(path: string): Promise<CompletePack> {\n  (await import('node:fs')).openSync(path, 'r');\n",
  },
  {
    what: 'every verification keeps memory',
    file: 'electron/core/operations/read-back.ts',
    from: '  const { path, manifest, files } = pack;\n',
    to: '  const { path, manifest, files } = pack;\n  Reflect.set(globalThis, `${path} ${Date.now()}`, Buffer.alloc(12 << 20, 1));\n',
  },
  {
    what: 'helper containers stay',
    file: 'electron/core/docker/helper-container.ts',
    from: '  return { id, [Symbol.asyncDispose]: () => removeHelper(docker, id) };\n',
    to: '  return { id, [Symbol.asyncDispose]: () => Promise.resolve() };\n',
  },
];
