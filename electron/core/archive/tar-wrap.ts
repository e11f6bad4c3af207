import { moveTar } from './tar-move.ts';

/** A tar with a folder around everything: `…` becomes `folder/…`, its root that folder. Refuses as `moveTar`. */
export function wrapTar(
  tar: AsyncIterable<Uint8Array>,
  folder: Buffer,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const isRoot = (path: Buffer): boolean => path.length === 1 && path[0] === 0x2e;
  return moveTar(tar, (path) => (isRoot(path) ? folder : Buffer.concat([folder, Buffer.from('/'), path])), part);
}
