import { AppError } from '../errors.ts';
import { orAborted } from './smb/or-aborted.ts';

/**
 * The waits of one connection for calls of the system, which may hang for ever on a share whose server is gone. A call
 * that was given up goes on unheard, and nothing more is asked for afterwards.
 */
export class LocalWaits {
  readonly #place: string;
  readonly #limitMs: number;
  #failure: AppError | null = null;

  constructor(place: string, limitMs: number) {
    this.#place = place;
    this.#limitMs = limitMs;
  }

  /** Settles with `call`, or rejects with the signal's reason or REPLICA_TIMED_OUT. REPLICA_LOST once it has ended. */
  async for<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.check(signal);
    return orAborted(this.untilDone(call), signal);
  }

  /** The same for a call whose end must be known: an abort in the middle of it is not heard. */
  async untilDone<T>(call: () => Promise<T>): Promise<T> {
    if (this.#failure !== null) throw this.#failure;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(this.#fail('REPLICA_TIMED_OUT', { host: this.#place, seconds: Math.round(this.#limitMs / 1000) }));
    }, this.#limitMs);
    try {
      const work = call();
      work.catch(() => undefined);
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Throws what ended the connection, or the signal's reason. */
  check(signal: AbortSignal): void {
    signal.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
  }

  /** Nothing can be asked for any more. */
  lose(detail: string): AppError {
    return this.#fail('REPLICA_LOST', { host: this.#place, detail });
  }

  #fail(...[code, params]: ConstructorParameters<typeof AppError<'REPLICA_LOST' | 'REPLICA_TIMED_OUT'>>): AppError {
    this.#failure ??= new AppError(code, params);
    return this.#failure;
  }
}
