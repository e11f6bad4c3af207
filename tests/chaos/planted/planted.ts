/** A fault for a gate to find: `from` stands once in `file`, and a copy of the tree has `to` in its place. */
export interface Planted {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}
