import { closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { markFile } from '../../../electron/core/replica/replica-mark.ts';
import type { TransferProgress } from '../../../electron/core/replica/transfer.ts';
import type { SeededRandom } from '../random.ts';

/** What a server's disk does to a copy once. */
export interface Rot {
  readonly progress: TransferProgress;
  readonly happened: () => boolean;
}

/**
 * Changes a byte of what was sent, on the server's disk, between the sending and the reading back: the client cannot
 * know of it but by reading what is really there.
 */
export function rotOnce(folder: string, random: SeededRandom): Rot {
  let happened = false;
  return {
    progress: {
      onPhase: (phase) => {
        if (phase !== 'reading-back' || happened) return;
        happened = changeByte(folder, random);
      },
      onFile: () => undefined,
      onBytes: () => undefined,
    },
    happened: () => happened,
  };
}

/** Changes one byte of one file of a copy, wherever the copy is by then; whether there was one. */
function changeByte(folder: string, random: SeededRandom): boolean {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== markFile)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size > 0);
  const [first, ...others] = files;
  if (first === undefined) return false;
  const path = random.pick([first, ...others]);
  const file = openSync(path, 'r+');
  try {
    const at = Math.floor(random.next() * statSync(path).size);
    const byte = Buffer.alloc(1);
    readSync(file, byte, 0, 1, at);
    byte.writeUInt8(byte.readUInt8(0) ^ 0x10);
    writeSync(file, byte, 0, 1, at);
  } finally {
    closeSync(file);
  }
  return true;
}
