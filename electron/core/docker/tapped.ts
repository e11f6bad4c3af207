import { pipeline, type Readable, Transform } from 'node:stream';

/** The same bytes; `hear` gets every chunk as it passes, and may throw. A failure of the source is the result's, and giving up goes back. */
export function tapped(source: Readable, hear: (chunk: Buffer) => void): Readable {
  const tap = new Transform({
    highWaterMark: 1024 * 1024,
    transform: (chunk: Buffer, _encoding, done) => {
      try {
        hear(chunk);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  // Both ends hear of a failure by themselves.
  return pipeline(source, tap, () => undefined);
}
