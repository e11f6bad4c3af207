import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RaceOrder } from './race-order.ts';

/** A process of `racer.ts`; killed when disposed. */
export class RacerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(home: string) {
    const script = fileURLToPath(new URL('racer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, home], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  /** Resolves when it waits for orders. */
  static async start(home: string): Promise<RacerProcess> {
    const racer = new RacerProcess(home);
    await racer.#line();
    return racer;
  }

  /** The triggers of the jobs that it ran for this order. Rejects when it died of it. */
  async obey(order: RaceOrder): Promise<string[]> {
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
