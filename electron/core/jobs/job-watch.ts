/** How often a job looks for a cancel of another process. */
const tickMs = 250;
const ticksPerSave = 2;
const ticksPerHeartbeat = 8;

/** What is done at its time while a job runs. */
export interface Watch {
  checkCancel(): void;
  saveProgress(): void;
  beat(): void;
  /** Something above threw; the watch has ended. */
  broken(error: unknown): void;
}

/** Runs `watch` until it is disposed. Never keeps a process alive. */
export function watchJob(watch: Watch): Disposable {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    try {
      watch.checkCancel();
      if (ticks % ticksPerSave === 0) watch.saveProgress();
      if (ticks % ticksPerHeartbeat === 0) watch.beat();
    } catch (error) {
      clearInterval(timer);
      watch.broken(error);
    }
  }, tickMs);
  timer.unref();
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}
