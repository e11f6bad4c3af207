import type { Command } from 'commander';
import { jobLines, jobTable } from '../job-lines.ts';
import { logLines } from '../log-lines.ts';
import { record } from '../records.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';

interface JobOptions extends Common {
  readonly log?: boolean;
}

/** `jobs`, `job` and `cancel`. */
export function addJobs(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'jobs', text('help.verb.jobs')).action((options: Common) =>
    shell.perform(options, async ({ engine, words, terminal }) => {
      const jobs = await engine.jobs();
      const now = terminal.clock();
      return {
        json: jobs.map((job) => record(job, words.translator, now)),
        lines: jobs.length === 0 ? [text('cli.jobs.none')] : jobTable(jobs, words),
      };
    }),
  );

  verb(program, shell, 'job', text('help.verb.job'))
    .argument('<JOB>', text('help.argument.job'))
    .option('--log', text('help.option.log'))
    .action((jobId: string, options: JobOptions) =>
      shell.perform(options, async ({ engine, words, terminal }) => {
        const { job, steps } = await engine.job(jobId);
        const log = options.log === true ? await engine.jobLog(jobId) : null;
        return {
          json: { ...record(job, words.translator, terminal.clock()), steps, ...(log === null ? {} : { log }) },
          lines: [...jobLines(job, steps, words), ...(log === null ? [] : ['', ...logLines(log, words)])],
        };
      }),
    );

  verb(program, shell, 'cancel', text('help.verb.cancel'))
    .argument('<JOB>', text('help.argument.job'))
    .action((jobId: string, options: Common) =>
      shell.perform(options, async ({ engine, words, terminal }) => {
        const job = await engine.cancel(jobId);
        return {
          json: record(job, words.translator, terminal.clock()),
          lines: [text('cli.jobs.cancelled', { job: job.id })],
        };
      }),
    );
}
