import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { freeBuffer } from '../../electron/core/archive/spent-buffer.ts';

export type Direction = 'up' | 'down';

/** What happens to bytes on their way: other bytes, none, or `cut`, which breaks the connection. Keeps no chunk. */
export type Passage = (direction: Direction, chunk: Buffer, passed: number) => Buffer | 'cut';

export interface ProxyOptions {
  /** One way. */
  readonly delayMs?: number;
  /** `passed` counts the bytes of that direction before this chunk, over all connections. */
  readonly passage?: Passage;
}

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
}

/** A proxy on the loopback between a client and `127.0.0.1:to`. */
export async function startProxy(to: number, { delayMs = 0, passage }: ProxyOptions): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const passed = { up: 0, down: 0 };
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: '127.0.0.1', port: to, noDelay: true });
    const both = [client, upstream];
    const end = (): void => {
      for (const socket of both) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    const pass = (direction: Direction, from: Socket, into: Socket): void => {
      const line = new DelayLine(into, delayMs);
      from.on('data', (chunk) => {
        const before = passed[direction];
        passed[direction] += chunk.length;
        const result = passage?.(direction, chunk, before) ?? chunk;
        if (result === 'cut') end();
        else if (delayMs === 0) into.write(result);
        else line.push(result);
      });
    };
    pass('up', client, upstream);
    pass('down', upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Gives bytes on after a time, in their order, as many as there are: a line that is long, not narrow. One timer for all
 * that wait; what is due together goes out in one call of the system, and its memory is freed at once. At hundreds of
 * MB/s the line would otherwise take a third more of the processor from those whom it stands between.
 */
class DelayLine {
  readonly #into: Socket;
  readonly #delayMs: number;
  readonly #waiting: { readonly due: number; readonly bytes: Buffer }[] = [];

  constructor(into: Socket, delayMs: number) {
    this.#into = into;
    this.#delayMs = delayMs;
  }

  push(bytes: Buffer): void {
    this.#waiting.push({ due: performance.now() + this.#delayMs, bytes });
    if (this.#waiting.length === 1) setTimeout(() => this.#give(), this.#delayMs);
  }

  #give(): void {
    const now = performance.now();
    const isLate = this.#waiting.findIndex(({ due }) => due > now);
    this.#into.cork();
    for (const { bytes } of this.#waiting.splice(0, isLate < 0 ? this.#waiting.length : isLate))
      this.#into.write(bytes, () => freeBuffer(bytes));
    this.#into.uncork();
    const [next] = this.#waiting;
    if (next !== undefined) setTimeout(() => this.#give(), Math.max(1, next.due - now));
  }
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
