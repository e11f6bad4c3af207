import type { Readable } from 'node:stream';

/** What a stream has failed with so far: a reader of it takes that for an end. */
export function failureOf(stream: Readable): () => Error | null {
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure ??= error;
  });
  return () => failure;
}

/** Does what a stream was given for. When that fails, nobody reads the stream any more, and it is closed. */
export async function reading<Result>(stream: Readable, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
