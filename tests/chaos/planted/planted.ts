/** A fault that somebody could make, and that the short form of a suite must find. */
export interface Planted {
  /** What is wrong then. */
  readonly what: string;
  /** Path from the root of the tree. */
  readonly file: string;
  /** Source text that is there exactly once. */
  readonly from: string;
  readonly to: string;
}
