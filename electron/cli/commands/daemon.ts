import type { Command } from 'commander';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import { watchForDeaths } from '../../core/death-watch.ts';
import { reportOf } from '../../core/errors.ts';
import { recoveryLines } from '../recovery-lines.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';

/** `daemon`: the scheduler of a machine without a desktop. Says a line per run on stderr; a signal is its end. */
export function addDaemon(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'daemon', text('help.verb.daemon')).action((options: Common) =>
    shell.perform({ ...options, ownProgress: true, endsBySignal: true }, async (session) => {
      const { engine, words, note, interrupted } = session;
      const ended = { succeeded: 0, failed: 0, cancelled: 0, missed: 0 };
      const quiet = engine.onPolicyRun((run) => {
        if (run.state !== 'waiting' && run.state !== 'running') ended[run.state] += 1;
        else if (run.reason === null) return;
        tell(session, run).catch((error: unknown) => note(words.sentence(reportOf(error))));
      });
      const { owner } = await engine.schedule();
      {
        using _watch = watchForDeaths({
          engine,
          told: (recovery) => recoveryLines(recovery, words).forEach(note),
          failed: (error) => note(words.sentence(reportOf(error))),
        });
        await using _scheduler = engine.runScheduler('daemon');
        note(
          owner === null
            ? text('cli.schedule.daemon.ready')
            : text(`cli.schedule.daemon.waits.${owner.kind}`, { pid: owner.pid }),
        );
        await interrupted;
      }
      quiet();
      return { json: { runs: ended }, lines: [text('cli.schedule.daemon.ended', ended)] };
    }),
  );
}

async function tell({ engine, words, note }: Session, run: PolicyRun): Promise<void> {
  const { state, reason, planned, policy, stackId } = run;
  const name = (await engine.stacks()).find(({ id }) => id === stackId)?.name ?? stackId;
  const said = {
    planned,
    stack: visible(name),
    policy: visible(policy),
    state: words.text(`cli.schedule.state.${state}`),
  };
  if (reason === null) note(words.text('cli.schedule.daemon.run', said));
  else note(words.text('cli.schedule.daemon.runWhy', { ...said, reason: words.sentence(reason) }));
}
