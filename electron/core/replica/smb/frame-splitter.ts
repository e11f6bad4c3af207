import { malformed } from './malformed.ts';

/** The longest answer that this client ever asks for: 1 MiB of data, its headers, and a signature's worth of room. */
const longestFrame = 1024 * 1024 + 4096;

/** Cuts the bytes of a connection into frames (a zero byte, three of length, the frame). Holds one frame at most. */
export class FrameSplitter {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** The frames that `chunk` completes. REPLICA_TAMPERED for one that nobody asked for. */
  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= 4) {
      const length = this.#frameLength();
      if (this.#bytes < 4 + length) return;
      const all = this.#joined();
      this.#chunks = [all.subarray(4 + length)];
      this.#bytes -= 4 + length;
      yield all.subarray(4, 4 + length);
    }
  }

  #frameLength(): number {
    const [first] = this.#chunks;
    const head = first !== undefined && first.length >= 4 ? first : this.#joined();
    const length = head.readUInt32BE(0);
    if (length < 4 || length > longestFrame) throw malformed(`a frame of ${length} bytes`);
    return length;
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    const all = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
