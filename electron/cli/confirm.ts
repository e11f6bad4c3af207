import { AppError } from '../core/errors.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';

/** Has the stack's name typed; CONFIRMATION_REQUIRED where nobody can. */
export async function confirmByName(session: Session, stack: string): Promise<void> {
  const { prompts } = session.terminal;
  if (prompts === null) throw new AppError('CONFIRMATION_REQUIRED', { stack });
  const shown = { stack: visible(stack) };
  await prompts.typeExactly(
    session.words.text('cli.ask.typeName', shown),
    stack,
    session.words.text('cli.ask.wrongName', shown),
  );
}

/** Asks yes or no; CONFIRMATION_REQUIRED for no, and where nobody can answer. */
export async function confirm(session: Session, stack: string, question: string): Promise<void> {
  const { prompts } = session.terminal;
  if (prompts === null || !(await prompts.agree(question))) throw new AppError('CONFIRMATION_REQUIRED', { stack });
}
