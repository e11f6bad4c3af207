import type { CallInput } from '../../shared/ipc/contract.ts';
import type { Job } from '../../shared/model/job.ts';
import { idleTriggers } from '../../shared/stack/gives-way.ts';
import type { Engine } from '../core/engine-api.ts';
import type { PanelWindow } from './window.ts';

interface QuittingDeps {
  readonly engine: Pick<Engine, 'onJob' | 'close'>;
  readonly window: Pick<PanelWindow, 'show' | 'send'>;
  /** Ends the process once the engine is closed. */
  readonly end: () => void;
}

/**
 * The way out. While a job of this process runs that is not a periodic verification, the operator is asked: wait for it,
 * cancel it (services come back first), or stay. Nothing quits before the engine is closed.
 */
export class Quitting {
  readonly #deps: QuittingDeps;
  readonly #open = new Map<string, Job>();
  #state: 'staying' | 'waiting' | 'closing' | 'closed' = 'staying';

  constructor(deps: QuittingDeps) {
    this.#deps = deps;
    deps.engine.onJob((job) => {
      // Nobody waits for it: it is cancelled, and its pack has its turn later.
      if (job.trigger === idleTriggers.verification) return;
      if (job.endedAt === null) this.#open.set(job.id, job);
      else this.#open.delete(job.id);
      if (this.#state === 'waiting' && this.#open.size === 0) this.#close();
    });
  }

  /** From the tray or the menu. */
  ask(): void {
    // It is decided, and cannot be taken back.
    if (this.#state === 'closing' || this.#state === 'closed') return;
    const [job] = this.#open.values();
    if (job === undefined) {
      this.#close();
      return;
    }
    this.#deps.window.show();
    this.#deps.window.send({ type: 'quit-asked', job });
  }

  /** For a window that is closed: into the tray where there is that choice, but never against the end itself. */
  windowClosed(toTray: boolean): 'hide' | 'close' | 'stay' {
    if (this.#state === 'closed') return 'close';
    if (toTray) return 'hide';
    this.ask();
    return 'stay';
  }

  /** For every quit that Electron begins by itself. */
  guard(event: { preventDefault: () => void }): void {
    if (this.#state === 'closed') return;
    event.preventDefault();
    if (this.#state === 'staying') this.ask();
  }

  decide(decision: CallInput<'panel.quit'>['decision']): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    if (decision === 'stay') this.#state = 'staying';
    else if (decision === 'cancel' || this.#open.size === 0) this.#close();
    else this.#state = 'waiting';
  }

  /** Closing the engine cancels what runs and waits until its clean-up is done. */
  #close(): void {
    this.#state = 'closing';
    this.#deps.engine
      .close()
      .catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
      .finally(() => {
        this.#state = 'closed';
        this.#deps.end();
      });
  }
}
