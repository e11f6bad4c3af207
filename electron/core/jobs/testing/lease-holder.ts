import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A second process that wants the stack; killed when disposed. */
export class LeaseHolder implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(catalogFile: string, mode: 'hold' | 'stall' = 'hold') {
    const script = fileURLToPath(new URL('hold-lease.ts', import.meta.url));
    const child = spawn(process.execPath, [script, catalogFile, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    return done === true ? 'ended' : value;
  }

  /** Lets it try to take the lease. */
  go(): void {
    this.#child.stdin?.write('go\n');
  }

  /** Ends its input, so that it lets the lease go; resolves to its exit code. */
  async finish(): Promise<unknown> {
    const exit = once(this.#child, 'exit');
    this.#child.stdin?.end();
    const [code] = await exit;
    return code;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
