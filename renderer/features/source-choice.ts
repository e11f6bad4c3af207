/** The list with `id` in it, or without. */
export function withLeftOut(leftOut: readonly string[], id: string, out: boolean): string[] {
  const others = leftOut.filter((other) => other !== id);
  return out ? [...others, id] : others;
}

/** Whether two lists of ids name the same ones. */
export function hasSameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.every((id) => others.includes(id)) && others.every((id) => some.includes(id));
}

/** Ids of what stays ticked; undefined for everything. */
export function chosenSources(
  candidates: readonly { readonly id: string }[],
  leftOut: readonly string[],
): string[] | undefined {
  const chosen = candidates.map(({ id }) => id).filter((id) => !leftOut.includes(id));
  return chosen.length === candidates.length ? undefined : chosen;
}
