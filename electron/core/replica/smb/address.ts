/** Where a server is, and how long it may be silent. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly limits: TimeLimits;
}

/** After which time a server is given up. */
export interface TimeLimits {
  /** Milliseconds until a connection must be there. */
  readonly connectMs: number;
  /** Milliseconds without any sign of a server that owes an answer. */
  readonly silenceMs: number;
}

/** What a server in the same house, or behind a slow line, needs at most. */
export const usualLimits: TimeLimits = { connectMs: 10_000, silenceMs: 30_000 };
