import type { Transform } from 'node:stream';

/**
 * One zlib stream that makes, or opens, whole frames one after another, so that its context is made once.
 * After a failure it is of no use any more.
 */
class FrameLane {
  readonly #stream: Transform;
  #pieces: Buffer[] = [];
  #room = 0;
  #failure: Error | null = null;
  #fail: (error: Error) => void = () => undefined;

  constructor(stream: Transform) {
    this.#stream = stream;
    stream.on('data', (piece: Buffer) => {
      this.#room -= piece.length;
      if (this.#room < 0) stream.destroy(new Error('a frame holds more than it should'));
      else this.#pieces.push(piece);
    });
    stream.on('error', (error: Error) => {
      this.#failure = error;
      this.#fail(error);
    });
  }

  async run(input: Uint8Array, limit: number): Promise<Buffer[]> {
    if (this.#failure !== null) throw this.#failure;
    this.#pieces = [];
    this.#room = limit;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#fail = reject;
    this.#stream.write(input, (error) => (error ? reject(error) : resolve()));
    await promise;
    // What the stream still holds back comes out here, through its `data` event.
    while (this.#stream.read() !== null);
    return this.#pieces;
  }

  end(): void {
    this.#stream.destroy();
  }
}

// One less than libuv's pool has threads: what is ready is written while the next are in work.
const laneCount = 3;

/** A few lanes that share the work: as many frames at once, each in a lane of its own. */
export class FrameLanes implements Disposable {
  readonly #make: () => Transform;
  readonly #all: FrameLane[] = [];
  readonly #idle: FrameLane[] = [];
  readonly #waiting: ((lane: FrameLane) => void)[] = [];

  /** `make` gives a zlib stream that ends a frame with every write (or every write's input). */
  constructor(make: () => Transform) {
    this.#make = make;
  }

  /** The output of one frame, in order; rejects when it is damaged or more than `limit` bytes. */
  async run(input: Uint8Array, limit: number): Promise<Buffer[]> {
    const lane = await this.#take();
    try {
      return await lane.run(input, limit);
    } finally {
      this.#giveBack(lane);
    }
  }

  async #take(): Promise<FrameLane> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.length < laneCount) {
      const lane = new FrameLane(this.#make());
      this.#all.push(lane);
      return lane;
    }
    const { promise, resolve } = Promise.withResolvers<FrameLane>();
    this.#waiting.push(resolve);
    return promise;
  }

  #giveBack(lane: FrameLane): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(lane);
    else next(lane);
  }

  [Symbol.dispose](): void {
    for (const lane of this.#all) lane.end();
  }
}
