/** A fault put into a copy of the source tree, which a gate has to notice. */
export interface Planted {
  /** What it breaks, in a few words. */
  readonly what: string;
  /** Path below the tree's root. */
  readonly file: string;
  /** Source text that stands there exactly once. */
  readonly from: string;
  readonly to: string;
}
