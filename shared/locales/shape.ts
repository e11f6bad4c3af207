/**
 * What a translation must hold: every key of the source catalogue with text of its own. Keys of the
 * singular (`_one`) stay away where a language has none.
 */
export type SameShape<Source> = {
  readonly [Key in keyof Source as Key extends `${string}_one` ? never : Key]: Source[Key] extends string
    ? string
    : SameShape<Source[Key]>;
};

/** Dotted paths of all sentences; the plural forms of one sentence are one key. */
export type KeysOf<Source> = {
  [Key in keyof Source & string]: Source[Key] extends string
    ? Key extends `${infer Base}_one` | `${infer Base}_other`
      ? Base
      : Key
    : `${Key}.${KeysOf<Source[Key]>}`;
}[keyof Source & string];

/** The English text at a dotted path. */
export type TextAt<Source, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Source
    ? TextAt<Source[Head], Rest>
    : never
  : Path extends keyof Source
    ? Source[Path]
    : `${Path}_other` extends keyof Source
      ? Source[`${Path}_other`]
      : never;

/** Names between `{{` and `}}` in a text. */
export type Placeholders<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
