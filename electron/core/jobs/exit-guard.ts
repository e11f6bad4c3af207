const open = new Set<string>();

function failTheExit(): void {
  if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = 1;
}

/**
 * While `jobId` is held, this process cannot end with exit code 0. Node exits 0 when its event loop runs
 * dry, also while a promise is waited for: a job that stalled like that has not succeeded.
 */
export function holdExit(jobId: string): Disposable {
  if (open.size === 0) process.on('exit', failTheExit);
  open.add(jobId);
  return {
    [Symbol.dispose]: () => {
      open.delete(jobId);
      if (open.size === 0) process.off('exit', failTheExit);
    },
  };
}
