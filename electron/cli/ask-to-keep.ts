import { reportOf } from '../core/errors.ts';
import { isPromptExit } from './prompts.ts';
import type { Session } from './session.ts';
import { timeLeft } from './upgrade-lines.ts';
import { visible } from './visible.ts';

/**
 * Tells that a new version waits for the operator's word, and asks for it where somebody is there to ask. The word may
 * come from elsewhere, or the time be over: `signal` takes the question away then.
 */
export function askToKeep(session: Session, id: string, signal: AbortSignal): void {
  ask(session, id, signal).catch((error: unknown) => {
    // Ctrl-C at a question is the wish to end this, as everywhere.
    if (isPromptExit(error) && !signal.aborted) session.engine.cancel(id).catch(() => undefined);
    else if (!signal.aborted) session.note(session.words.sentence(reportOf(error)));
  });
}

async function ask({ engine, terminal, words, note }: Session, id: string, signal: AbortSignal): Promise<void> {
  const upgrade = (await engine.upgrades()).find((one) => one.id === id);
  if (upgrade === undefined || signal.aborted) return;
  note(words.text('cli.upgrade.waits', { stack: visible(upgrade.stack), left: timeLeft(upgrade.until, words) }));
  note(words.text('cli.upgrade.elsewhere', { job: id }));
  if (terminal.prompts === null) return;
  const keeps = await terminal.prompts.agree(
    words.text('cli.ask.keepUpgrade', { stack: visible(upgrade.stack) }),
    signal,
  );
  await engine.decideUpgrade(id, keeps ? 'keep' : 'back');
}
