import type { Command } from 'commander';
import { errorTable } from '../../../shared/errors.ts';
import { exitCode } from '../../../shared/exit-codes.ts';
import { recoveryLines } from '../recovery-lines.ts';
import type { Shell } from '../shell.ts';
import { type Common, verb } from '../verb.ts';

/** Recovery has run at the start, as for every verb; here what it did is the answer. */
export function addRecover(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'recover', text('help.verb.recover')).action((options: Common) =>
    shell.perform({ ...options, tellsRecovery: true }, async ({ recovery, words }) => {
      const lines = recoveryLines(recovery, words);
      const [owed] = recovery.owed;
      return {
        json: recovery,
        lines: lines.length === 0 ? [text('cli.recover.nothing')] : lines,
        // A service that is still down is not success.
        exit: owed === undefined ? exitCode.done : errorTable[owed.error.code].exit,
      };
    }),
  );
}
