import { randomBytes } from 'node:crypto';
import type { ChosenPath } from '../../shared/ipc/contract.ts';
import { AppError } from '../core/errors.ts';

const mostKept = 200;

/** Paths that main's own dialogs gave out in this session: the window sends back a token, never a path. */
export class ChosenPaths {
  readonly #paths = new Map<string, string>();

  give(path: string): ChosenPath {
    const token = randomBytes(16).toString('hex');
    this.#paths.set(token, path);
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > mostKept && oldest !== undefined) this.#paths.delete(oldest);
    return { token, path };
  }

  /** May be asked again: a dialog can be confirmed after a refusal. PATH_NOT_CHOSEN. */
  pathOf(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined) throw new AppError('PATH_NOT_CHOSEN', {});
    return path;
  }
}
