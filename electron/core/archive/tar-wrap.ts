import { moveTar } from './tar-move.ts';

const root = Buffer.from('.');

/** A tar with a folder around everything: `…` becomes `folder/…`, its root that folder. Refuses as `moveTar`. */
export function wrapTar(
  tar: AsyncIterable<Uint8Array>,
  folder: Buffer,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  return moveTar(tar, (path) => (path.equals(root) ? folder : Buffer.concat([folder, Buffer.from('/'), path])), part);
}
