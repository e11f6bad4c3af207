import { randomBytes } from 'node:crypto';
import type { Confirmable } from '../../shared/ipc/contract.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';

const lifetimeMs = 10 * 60_000;
const mostWaiting = 50;

/**
 * Acts of one kind that wait for the operator's word. The window gets a token and the facts; what will be done stays
 * here, so nothing but what was shown can be confirmed, and only once.
 */
export class Confirmations<Facts> {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { readonly facts: Facts; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ask(facts: Facts): Confirmable<Facts> {
    const token = randomBytes(16).toString('hex');
    this.#waiting.set(token, { facts, until: this.#clock() + lifetimeMs });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > mostWaiting && oldest !== undefined) this.#waiting.delete(oldest);
    return { token, facts };
  }

  /** What a token stands for, without using it up. CONFIRMATION_EXPIRED. */
  look(token: string): Facts {
    const found = this.#waiting.get(token);
    if (found === undefined || found.until < this.#clock()) throw new AppError('CONFIRMATION_EXPIRED', {});
    return found.facts;
  }

  /** Uses the token up. CONFIRMATION_EXPIRED. */
  take(token: string): Facts {
    const facts = this.look(token);
    this.#waiting.delete(token);
    return facts;
  }
}
