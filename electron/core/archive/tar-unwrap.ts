import { AppError } from '../errors.ts';
import { moveTar } from './tar-move.ts';
import { printablePath } from './tar-path.ts';

/**
 * A tar without the one folder around it: `app/…` becomes `…`, as if it had been made inside the folder.
 * Everything else stays. Refuses as `moveTar`, and with PACK_HOSTILE an entry outside of that folder.
 */
export function unwrapTar(
  tar: AsyncIterable<Uint8Array>,
  folder: string,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const prefix = Buffer.from(`${folder}/`);
  return moveTar(
    tar,
    (path, entry) => {
      if (path.equals(prefix.subarray(0, -1))) return Buffer.from('.');
      if (path.subarray(0, prefix.length).equals(prefix)) return path.subarray(prefix.length);
      throw new AppError('PACK_HOSTILE', {
        part,
        entry: printablePath(entry.path),
        detail: `it is outside of the folder ${folder}`,
      });
    },
    part,
  );
}
