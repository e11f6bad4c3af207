import type { Readable } from 'node:stream';
import { chunksOf } from '../../byte-stream.ts';
import { codeMarker, endMarker } from './dump.ts';

/** A dump in its two halves. */
export interface SplitDump {
  /** The tables with their rows; read it to its end first. */
  readonly tables: AsyncGenerator<Buffer>;
  /** What is made after them. Throws when the dump is not whole. */
  readonly code: () => string;
}

/** Takes a dump apart while it passes. No value in it holds a line's end as it is, so the marker is found nowhere else. */
export function splitDump(dump: Readable): SplitDump {
  const rest: Buffer[] = [];
  let isWhole = false;
  const tables = async function* tables(): AsyncGenerator<Buffer> {
    let held = Buffer.alloc(0);
    for await (const chunk of chunksOf(dump)) {
      if (isWhole) {
        rest.push(chunk);
        continue;
      }
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(codeMarker);
      isWhole = at >= 0;
      const until = isWhole ? at : Math.max(0, held.length - codeMarker.length);
      yield held.subarray(0, until);
      held = held.subarray(until);
      if (isWhole) rest.push(held);
    }
    if (!isWhole) yield held;
  };
  return {
    tables: tables(),
    code: () => {
      const code = Buffer.concat(rest).toString('utf8');
      if (!isWhole || !code.endsWith(endMarker)) throw new Error('its end marker is missing');
      return code;
    },
  };
}
