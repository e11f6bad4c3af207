import type { ErrorReport } from '../shared/errors.ts';
import type { CallInput, CallName, CallOutput } from '../shared/ipc/contract.ts';
import type { PanelEvent } from '../shared/ipc/events.ts';

/** What main answered instead of a value. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(report.code);
    this.report = report;
  }
}

/** Any failure as a report, for showing. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof CallError) return error.report;
  return { code: 'INTERNAL', params: { detail: error instanceof Error ? error.message : String(error) } };
}

type InputOf<Name extends CallName> = undefined extends CallInput<Name> ? [] : [input: CallInput<Name>];

/** Asks main. Rejects with `CallError`. */
export async function call<Name extends CallName>(name: Name, ...input: InputOf<Name>): Promise<CallOutput<Name>> {
  const reply = await window.lifeboat.call(name, input[0]);
  if (!reply.ok) throw new CallError(reply.error);
  return reply.value;
}

/** Hears what main tells without being asked, until the returned function is called. */
export function onEvent(listener: (event: PanelEvent) => void): () => void {
  return window.lifeboat.on(listener);
}
