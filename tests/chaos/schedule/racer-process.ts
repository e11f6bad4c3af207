import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RaceOrder } from './race-order.ts';

/** A process that obeys orders line by line; killed when disposed. */
export class RacerProcess<Order extends object = RaceOrder> implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(home: string, script: string) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, home], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  /** Resolves when it waits for orders. `script`: what it runs, the racer for planned runs by default. */
  static async start<Order extends object = RaceOrder>(
    home: string,
    script = new URL('racer.ts', import.meta.url),
  ): Promise<RacerProcess<Order>> {
    const racer = new RacerProcess<Order>(home, fileURLToPath(script));
    await racer.#line();
    return racer;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Its answer: of the racer for planned runs, the triggers of the jobs that it ran. Rejects when it died of it. */
  async obey(order: Order): Promise<string[]> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    return z.array(z.string()).parse(JSON.parse(await this.#line()));
  }

  /** SIGKILL, so that nothing is given back. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #line(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('a racer has died');
    return line.value;
  }
}
