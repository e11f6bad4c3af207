import { Command } from 'commander';
import { toolVersion } from '../core/tool-version.ts';
import { addBackup } from './commands/backup.ts';
import { addCoverage } from './commands/coverage.ts';
import { addDaemon } from './commands/daemon.ts';
import { addDelete } from './commands/delete.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addJobs } from './commands/jobs.ts';
import { addList } from './commands/list.ts';
import { addMigrateStorage } from './commands/migrate-storage.ts';
import { addPin } from './commands/pin.ts';
import { addNotify } from './commands/notify.ts';
import { addPlan } from './commands/plan.ts';
import { addPolicy } from './commands/policy.ts';
import { addPrune } from './commands/prune.ts';
import { addRecover } from './commands/recover.ts';
import { addReindex } from './commands/reindex.ts';
import { addReplica } from './commands/replica.ts';
import { addRollback } from './commands/rollback.ts';
import { addSample } from './commands/sample.ts';
import { addSchedule } from './commands/schedule.ts';
import { addShow } from './commands/show.ts';
import { addStacks } from './commands/stacks.ts';
import { addStory } from './commands/story.ts';
import { addUndo } from './commands/undo.ts';
import { addUpgrade } from './commands/upgrade.ts';
import { addVerify } from './commands/verify.ts';
import { helpIn } from './help.ts';
import type { Shell } from './shell.ts';

const verbs = [
  addStacks,
  addCoverage,
  addBackup,
  addList,
  addShow,
  addVerify,
  addPlan,
  addRollback,
  addUndo,
  addUpgrade,
  addExport,
  addImport,
  addDelete,
  addPin,
  addPrune,
  addMigrateStorage,
  addPolicy,
  addSchedule,
  addReplica,
  addDaemon,
  addJobs,
  addRecover,
  addReindex,
  addDoctor,
  addNotify,
  addSample,
  addStory,
];

/** The whole command tree. Wiring only. */
export function buildProgram(shell: Shell): Command {
  const { text } = shell.words;
  const program = new Command('lifeboat')
    .description(text('help.program'))
    .configureHelp({ helpWidth: Math.min(shell.terminal.stdout.columns ?? 100, 120), ...helpIn(shell.words) })
    .configureOutput({
      writeOut: (out) => void shell.terminal.stdout.write(out),
      // Complaints are thrown, and printed in the operator's language.
      writeErr: () => {},
      getOutHelpWidth: () => shell.terminal.stdout.columns ?? 100,
      getOutHasColors: () => true,
    })
    .exitOverride()
    .version(toolVersion, '-V, --version', text('help.option.version'))
    .helpOption('-h, --help', text('help.option.help'))
    .helpCommand('help [COMMAND]', text('help.verb.help'))
    .addHelpText('after', `\n${text('help.footer')}\n\n${text('help.exitCodes')}`);
  for (const add of verbs) add(program, shell);
  return program;
}
