import { randomUUID } from 'node:crypto';
import type { Stack } from '../../../shared/model/stack.ts';
import type { Catalog } from '../../../electron/core/catalog/database.ts';
import type { ProcessIdentity } from '../../../electron/core/catalog/jobs.ts';
import { isoTime } from '../../../electron/core/clock.ts';
import { currentProcess } from '../../../electron/core/jobs/process-identity.ts';
import { ProgressMeter } from '../../../electron/core/jobs/progress.ts';

/** A job whose owner looks like another process than it is. */
export interface Disguise {
  readonly what: string;
  /** Whether the owner still runs: then the stack is nobody else's. */
  readonly isAlive: boolean;
  /** `self`: this process, which lives; `other`: the pid of another living one. */
  readonly identity: (self: ProcessIdentity, other: number) => ProcessIdentity;
  /** What its last heartbeat says. */
  readonly heartbeatMs: () => number;
}

const now = (): number => Date.now();

export const disguises: readonly [Disguise, ...Disguise[]] = [
  {
    what: 'its pid was given to another process',
    isAlive: false,
    identity: (self, pid) => ({ ...self, pid }),
    heartbeatMs: now,
  },
  {
    what: 'the machine has started again since',
    isAlive: false,
    identity: (self) => ({ ...self, bootId: randomUUID() }),
    heartbeatMs: now,
  },
  {
    what: 'it lives, and its heartbeat is years old',
    isAlive: true,
    identity: (self) => self,
    heartbeatMs: () => 0,
  },
  {
    what: 'it lives, and the clock was set back since its heartbeat',
    isAlive: true,
    identity: (self) => self,
    heartbeatMs: () => Date.now() + 86_400_000,
  },
];

/** Makes an open job of that owner; resolves with its id. */
export function insertDisguised(catalog: Catalog, stack: Stack, disguise: Disguise, other: number): string {
  const id = `disguised${randomUUID().slice(0, 8)}`;
  catalog.jobs.insert(
    {
      id,
      kind: 'backup',
      stackId: stack.id,
      stack: stack.name,
      backupId: null,
      status: 'running',
      trigger: 'race',
      progress: new ProgressMeter(Date.now).snapshot(),
      cancelRequested: false,
      warning: null,
      outputPath: null,
      createdAt: isoTime(Date.now()),
      startedAt: isoTime(Date.now()),
      endedAt: null,
      error: null,
      revision: 0,
    },
    disguise.identity(currentProcess(), other),
    disguise.heartbeatMs(),
  );
  return id;
}
