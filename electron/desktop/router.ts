import { type CallName, type CallOutput, contract, type Handlers } from '../../shared/ipc/contract.ts';
import type { Reply } from '../../shared/ipc/reply.ts';
import { AppError, reportOf } from '../core/errors.ts';

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

/** Structured clone also carries maps, dates and errors, which would pass for objects without any key. */
function isPlain(input: unknown): boolean {
  return typeof input !== 'object' || input === null || Object.getPrototypeOf(input) === Object.prototype;
}

async function run<Name extends CallName>(handlers: Handlers, name: Name, input: unknown): Promise<CallOutput<Name>> {
  if (!isPlain(input)) throw new AppError('CALL_INVALID', { call: name, detail: 'not a plain object' });
  const parsed = contract[name].input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = issue === undefined ? 'unknown form' : `${issue.path.join('.')}: ${issue.message}`;
    throw new AppError('CALL_INVALID', { call: name, detail });
  }
  return handlers[name](parsed.data);
}

/** Answers one call of the window: parses its input, runs its handler, never rejects. */
export async function answerCall(handlers: Handlers, name: unknown, input: unknown): Promise<Reply<unknown>> {
  try {
    if (!isCallName(name)) throw new AppError('CALL_INVALID', { call: '?', detail: 'there is no such call' });
    return { ok: true, value: await run(handlers, name, input) };
  } catch (error) {
    return { ok: false, error: reportOf(error) };
  }
}
