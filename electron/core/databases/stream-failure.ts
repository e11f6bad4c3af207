import type { Readable } from 'node:stream';

/** What a stream has failed with so far: a reader of it takes that for an end. */
export function failureOf(stream: Readable): () => Error | null {
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure ??= error;
  });
  return () => failure;
}
