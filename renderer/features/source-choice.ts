/** The list with `id` in it, or without. */
export function withLeftOut(leftOut: readonly string[], id: string, out: boolean): string[] {
  const others = leftOut.filter((other) => other !== id);
  return out ? [...others, id] : others;
}

/** Ids of what stays ticked; undefined for everything. */
export function chosenSources(
  candidates: readonly { readonly id: string }[],
  leftOut: readonly string[],
): string[] | undefined {
  const chosen = candidates.map(({ id }) => id).filter((id) => !leftOut.includes(id));
  return chosen.length === candidates.length ? undefined : chosen;
}
