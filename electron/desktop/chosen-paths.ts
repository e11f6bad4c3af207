import { randomBytes } from 'node:crypto';
import type { CallInput, ChosenPath } from '../../shared/ipc/contract.ts';
import { AppError } from '../core/errors.ts';

const mostKept = 200;

/** What a path is chosen for. */
export type Purpose = CallInput<'path.choose'>['purpose'];

/**
 * Paths that main's own dialogs gave out in this session: the window sends back a token, never a path. Each is good
 * for what the dialog said it was chosen for, and for nothing else.
 */
export class ChosenPaths {
  readonly #paths = new Map<string, { readonly path: string; readonly purpose: Purpose }>();

  give(path: string, purpose: Purpose): ChosenPath {
    const token = randomBytes(16).toString('hex');
    this.#paths.set(token, { path, purpose });
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > mostKept && oldest !== undefined) this.#paths.delete(oldest);
    return { token, path };
  }

  /** May be asked again: a dialog can be confirmed after a refusal. PATH_NOT_CHOSEN, also for another purpose. */
  pathOf(token: string, purpose: Purpose): string {
    const chosen = this.#paths.get(token);
    if (chosen?.purpose !== purpose) throw new AppError('PATH_NOT_CHOSEN', {});
    return chosen.path;
  }
}
