import type { Page } from 'playwright';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Begun, CallInput, CallName, CallOutput } from '../../shared/ipc/contract.ts';
import type { Reply } from '../../shared/ipc/reply.ts';
import type { Job } from '../../shared/model/job.ts';
import { until } from './until.ts';

/** Of a job that should have succeeded. */
const logLines = 15;

type InputOf<Name extends CallName> = undefined extends CallInput<Name> ? [] : [input: CallInput<Name>];

/** The window's calls, made as the page's own scripts make them. */
export interface PanelCalls {
  /** Rejects with the error's code when main refuses. */
  readonly call: <Name extends CallName>(name: Name, ...input: InputOf<Name>) => Promise<CallOutput<Name>>;
  /** Asks with anything at all; resolves with the refusal, rejects when there is none. */
  readonly refusal: (name: string, input?: unknown) => Promise<ErrorReport>;
  /** Resolves with a job at its end, whatever that is; rejects when it stands still. */
  readonly jobEnd: (begun: Begun) => Promise<Job>;
  /** Resolves with a job that has succeeded; rejects with its error and the end of its log when it has not. */
  readonly jobSucceeds: (begun: Begun) => Promise<Job>;
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
  const jobEnd: PanelCalls['jobEnd'] = async ({ jobId }) => {
    let known = -1;
    for (;;) {
      // On a busy machine a job takes long; one that stands still is what must not be waited for.
      const job = await until(`job ${jobId} goes on or ends`, async () => {
        const { job: now } = await call('jobs.get', { job: jobId });
        return now.revision === known ? null : now;
      });
      if (job.endedAt !== null) return job;
      known = job.revision;
    }
  };
  return {
    call,
    refusal: async (name, input) => {
      const reply = await ask(name, input);
      if (reply.ok) throw new Error(`${name} was not refused: ${JSON.stringify(reply.value)}`);
      return reply.error;
    },
    jobEnd,
    async jobSucceeds(begun) {
      const job = await jobEnd(begun);
      if (job.status === 'succeeded' && job.error === null) return job;
      const said = (await call('jobs.log', { job: job.id })).slice(-logLines);
      const lines = said.map(({ time, level, message, detail }) => `${time} ${level} ${message} ${detail}`);
      throw new Error([`${job.kind} ${job.status}: ${JSON.stringify(job.error)}`, ...lines].join('\n'));
    },
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
