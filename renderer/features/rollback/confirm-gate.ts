/** What a rollback still waits for; null when its button may be pressed. */
export type Missing = 'busy' | 'sources' | 'plan' | 'looking' | 'major' | 'name' | null;

interface Gate {
  /** Another job holds the stack. */
  readonly busy: boolean;
  readonly nothingChosen: boolean;
  /** The plan that is shown belongs to what is set; false while it is asked for again. */
  readonly current: boolean;
  /** There is a plan, and asking for it did not fail. */
  readonly planned: boolean;
  readonly majorDiffers: boolean;
  readonly acceptsMajor: boolean;
  readonly typed: string;
  readonly stack: string;
}

/** The first thing that is missing, in the order in which an operator can do something about it. */
export function missingFor(gate: Gate): Missing {
  if (gate.busy) return 'busy';
  if (gate.nothingChosen) return 'sources';
  if (!gate.current) return 'looking';
  if (!gate.planned) return 'plan';
  if (gate.majorDiffers && !gate.acceptsMajor) return 'major';
  return gate.typed === gate.stack ? null : 'name';
}
