import { inspect as format, isDeepStrictEqual } from 'node:util';
import { type CallName, contract } from '../../shared/ipc/contract.ts';
import { answerCall } from '../../electron/desktop/router.ts';
import { SeededRandom } from '../chaos/random.ts';
import { recordingHandlers } from '../support/recording-handlers.ts';
import { malformed } from './malformed.ts';
import { samples } from './samples.ts';

interface Campaign {
  /** Payloads that were sent. */
  readonly sent: number;
  /** What went against the promise, as sentences; empty when nothing did. */
  readonly faults: readonly string[];
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name);
}

/** The names of all calls. */
export const callNames: readonly CallName[] = Object.keys(contract).filter((name) => isCallName(name));

/** Sends malformed payloads to the real router, `rounds` for each call: none may reach a handler, none may throw. */
export async function fuzzRouter(rounds: number, seed: number): Promise<Campaign> {
  const random = new SeededRandom(seed);
  const faults: string[] = [];
  let reachedWith: unknown;
  let reached = false;
  const handlers = recordingHandlers((_, input) => {
    reached = true;
    reachedWith = input;
  });
  let sent = 0;
  for (const name of callNames) {
    const forms: readonly [unknown, ...unknown[]] = samples[name];
    for (let round = 0; round < rounds; round += 1) {
      const form = random.pick(forms);
      const payload = malformed(random, form, isDeepStrictEqual(form, forms[0]) || name === 'stacks.add');
      reached = false;
      sent += 1;
      try {
        const reply = await answerCall(handlers, name, payload);
        if (reached) faults.push(`${name} took ${inspect(payload)} as ${inspect(reachedWith)}`);
        else if (reply.ok || reply.error.code !== 'CALL_INVALID') faults.push(`${name} answered ${inspect(reply)}`);
      } catch (error) {
        faults.push(`${name} threw ${String(error)} at ${inspect(payload)}`);
      }
    }
  }
  return { sent, faults };
}

function inspect(value: unknown): string {
  return format(value).slice(0, 300);
}
