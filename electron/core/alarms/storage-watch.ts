import { setTimeout as wait } from 'node:timers/promises';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { AppError, reportOf } from '../errors.ts';
import { checkStorage, packsFolder } from '../operations/storage.ts';

const limitMs = 10_000;

/** Looks whether storages are there. A share that is gone may never answer: such a look is not begun again meanwhile. */
export class StorageWatch {
  readonly #looks = new Map<string, Promise<ErrorReport | null>>();

  /** Why it cannot be used; null when it can. STALLED after ten seconds of silence. */
  async look(stack: Stack): Promise<ErrorReport | null> {
    const path = packsFolder(stack);
    const known = this.#looks.get(path);
    const look = known ?? this.#begin(path, stack);
    const ended = new AbortController();
    const late = wait(limitMs, reportOf(new AppError('STALLED', { what: path, seconds: limitMs / 1000 })), {
      signal: ended.signal,
    }).catch(() => null);
    try {
      return await Promise.race([look, late]);
    } finally {
      ended.abort();
    }
  }

  #begin(path: string, stack: Stack): Promise<ErrorReport | null> {
    const look = checkStorage(stack)
      .then(() => null, reportOf)
      .finally(() => this.#looks.delete(path));
    this.#looks.set(path, look);
    return look;
  }
}
