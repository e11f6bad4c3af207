import type { Page } from 'playwright';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Begun, CallInput, CallName, CallOutput } from '../../shared/ipc/contract.ts';
import type { Reply } from '../../shared/ipc/reply.ts';
import type { Job } from '../../shared/model/job.ts';
import { until } from './until.ts';

type InputOf<Name extends CallName> = undefined extends CallInput<Name> ? [] : [input: CallInput<Name>];

/** The window's calls, made as the page's own scripts make them. */
export interface PanelCalls {
  /** Rejects with the error's code when main refuses. */
  readonly call: <Name extends CallName>(name: Name, ...input: InputOf<Name>) => Promise<CallOutput<Name>>;
  /** Asks with anything at all; resolves with the refusal, rejects when there is none. */
  readonly refusal: (name: string, input?: unknown) => Promise<ErrorReport>;
  /** Resolves with a job at its end. */
  readonly jobEnd: (begun: Begun) => Promise<Job>;
}

/** Calls from a page of the panel. */
export function panelCalls(page: Page): PanelCalls {
  const ask = <Value>(name: string, input: unknown): Promise<Reply<Value>> =>
    page.evaluate<Reply<Value>>(`window.lifeboat.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
  const call: PanelCalls['call'] = async (name, ...input) => {
    const reply = await ask<CallOutput<typeof name>>(name, input[0]);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${JSON.stringify(reply.error.params)}`);
    return reply.value;
  };
  return {
    call,
    refusal: async (name, input) => {
      const reply = await ask(name, input);
      if (reply.ok) throw new Error(`${name} was not refused: ${JSON.stringify(reply.value)}`);
      return reply.error;
    },
    jobEnd: ({ jobId }) =>
      until(`job ${jobId} ends`, async () => {
        const { job } = await call('jobs.get', { job: jobId });
        return job.endedAt === null ? null : job;
      }),
  };
}

/** Errors and warnings on a page's console and what its scripts throw, from now on; the list grows. */
export function faultsOf(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  return faults;
}
