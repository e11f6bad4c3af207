import type { RecoveryReport } from '../../shared/model/report.ts';
import type { Engine } from './engine-api.ts';

const everyMs = 15_000;

interface WatchDeps {
  readonly engine: Pick<Engine, 'recoverDead'>;
  readonly told: (recovery: RecoveryReport) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * A panel or a daemon may run for weeks: what a process leaves stopped or half done meanwhile, by dying or because an
 * engine went away from it, is put right from here, without waiting for the next start. Never twice at once.
 */
export function watchForDeaths({ engine, told, failed }: WatchDeps): Disposable {
  let timer: NodeJS.Timeout;
  let ended = false;
  const look = async (): Promise<void> => {
    try {
      const recovery = await engine.recoverDead();
      if (recovery !== null && !ended) told(recovery);
    } catch (error) {
      if (!ended) failed(error);
    }
    if (!ended) wait();
  };
  const wait = (): void => {
    timer = setTimeout(() => {
      look().catch(failed);
    }, everyMs);
  };
  wait();
  return {
    [Symbol.dispose]: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
