/** Exit codes of the command line: an interface for scripts, so a number never changes its meaning. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  dockerUnreachable: 10,
  stackBusy: 11,
  replicaUnreachable: 12,
  integrity: 13,
  noSpace: 14,
  notFound: 15,
  refused: 16,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
