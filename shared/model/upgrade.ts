import type { ErrorReport } from '../errors.ts';

export const upgradeStates = [
  /** The point is being made; nothing was upgraded yet. */
  'preparing',
  /** The upgrade is being done, by the guard's own command or by the operator's hand. */
  'upgrading',
  /** It is being looked whether the new version is healthy. */
  'checking',
  /** It is healthy, and waits for the operator's word. */
  'confirming',
  /** Everything goes back to the point. Nothing takes this back. */
  'going-back',
  'kept',
  'back',
  /** It was not begun, or could not go back: the reason says which. */
  'failed',
] as const;
export type UpgradeState = (typeof upgradeStates)[number];

/** In these an operator's word is awaited or taken. */
export const waitingStates: ReadonlySet<UpgradeState> = new Set(['upgrading', 'checking', 'confirming']);

/** In these nothing more happens by itself. */
export const endedStates: ReadonlySet<UpgradeState> = new Set(['kept', 'back', 'failed']);

export const upgradeDecisions = ['keep', 'back', 'check'] as const;
/** The operator's word: keep the new version, go back now, or look now whether it is healthy. */
export type UpgradeDecision = (typeof upgradeDecisions)[number];

/** A container that ran before the upgrade, and what it ran. */
export interface UpgradeService {
  readonly service: string;
  readonly number: number;
  readonly image: string;
  readonly imageId: string;
  /** It was neither unhealthy nor in a loop of restarts, so it must be well again after going back. */
  readonly sound: boolean;
}

/** Where the compose command of a stack is run and on which files; null for a folder stack. */
export interface UpgradeCompose {
  readonly project: string;
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly directory: string;
}

/** An upgrade that is guarded: a point to go back to, and the promise to go there when it is not confirmed. */
export interface Upgrade {
  /** The id of the job that began it. */
  readonly id: string;
  readonly stackId: string;
  /** The stack's name. */
  readonly stack: string;
  /** The point; null until it is made. */
  readonly backupId: string | null;
  /** The version from before. */
  readonly appVersion: string | null;
  /** Program and arguments, run without a shell; null when the operator does it by hand. */
  readonly command: readonly string[] | null;
  readonly state: UpgradeState;
  /** When the patience of this state is over; null where nothing is awaited. */
  readonly until: string | null;
  /** Milliseconds that the new version has to become healthy in. */
  readonly healthMs: number;
  /** Milliseconds that the upgrade itself may take, and then the operator's word. */
  readonly confirmMs: number;
  /** Kept as soon as it is healthy; nobody is asked. */
  readonly keepHealthy: boolean;
  readonly decision: UpgradeDecision | null;
  /** Whether the data from before is live again already. */
  readonly dataBack: boolean;
  readonly services: readonly UpgradeService[];
  /** Ids of containers that did not run before. */
  readonly idle: readonly string[];
  readonly compose: UpgradeCompose | null;
  /** Why it goes back, or why it failed. */
  readonly reason: ErrorReport | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** What a guard is asked for. */
export interface UpgradeRequest {
  /** Id or name of the stack. */
  readonly stack: string;
  readonly appVersion?: string;
  readonly images: boolean;
  readonly command: readonly string[] | null;
  readonly healthMs: number;
  readonly confirmMs: number;
  readonly keepHealthy: boolean;
}

/** Usual patience of a guard, in minutes. */
export const upgradePatience = { healthMinutes: 5, confirmMinutes: 30, mostMinutes: 1440 } as const;
