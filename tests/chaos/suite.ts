export interface SuiteOptions {
  /** How often, in the suite's own measure; 200 is its full form. */
  readonly rounds: number;
  /** The same seed does the same. */
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Tries to break the promises that it is named for, and counts what it did. Resolves to whether all were kept. */
export type Suite = (options: SuiteOptions) => Promise<boolean>;
