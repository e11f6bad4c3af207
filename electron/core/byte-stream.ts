import type { Readable } from 'node:stream';

/** The chunks of a byte stream with their type: Node's own iterator says `any`. Ends the stream when left early. */
export async function* chunksOf(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a byte stream gave something else');
    yield chunk;
  }
}
