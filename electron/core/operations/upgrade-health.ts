import type { ServiceState } from '../../../shared/model/stack.ts';

/** A container without a health check counts as healthy after it ran this long without a restart. */
export const steadyMs = 10_000;

/** What is seen of a stack after its upgrade. */
export interface UpgradeSight {
  /** Those of the stack itself. */
  readonly services: readonly ServiceState[];
  /** Names of services that ran before and that the compose file still has. */
  readonly expected: readonly string[];
  /** Ids of containers that did not run before and were not made anew: they are as they were left. */
  readonly leftAlone: ReadonlySet<string>;
  /** How long a container has been seen in the same run, in milliseconds. */
  readonly steadyFor: (service: ServiceState) => number;
}

export interface UpgradeVerdict {
  /** `failed`: waiting longer cannot help. */
  readonly verdict: 'healthy' | 'waiting' | 'failed';
  /** What is not well, for the operator; empty when all is. */
  readonly detail: string;
}

/**
 * Whether the new version is up. What may still come well by itself (unhealthy during a long migration, in a loop of
 * restarts) is waited for: the caller's patience ends that.
 */
export function judgeUpgrade({ services, expected, leftAlone, steadyFor }: UpgradeSight): UpgradeVerdict {
  const present = new Set(services.map(({ service }) => service));
  const troubles = expected
    .filter((name) => !present.has(name))
    .map((name) => ({ verdict: 'waiting' as UpgradeVerdict['verdict'], detail: `${name}: no container` }));
  for (const service of services) {
    const verdict = leftAlone.has(service.containerId) ? 'healthy' : judge(service, steadyFor(service));
    if (verdict !== 'healthy') troubles.push({ verdict, detail: `${service.service}: ${describe(service)}` });
  }
  const failed = troubles.filter(({ verdict }) => verdict === 'failed');
  const named = failed.length > 0 ? failed : troubles;
  const verdict = failed.length > 0 ? 'failed' : troubles.length > 0 ? 'waiting' : 'healthy';
  return { verdict, detail: named.map(({ detail }) => detail).join('; ') };
}

function judge(service: ServiceState, steadyForMs: number): UpgradeVerdict['verdict'] {
  const { state, role, health, restartPolicy } = service;
  if (role === 'one-shot') return 'healthy';
  if (state === 'running') {
    if (health === 'none') return steadyForMs >= steadyMs ? 'healthy' : 'waiting';
    return health === 'healthy' ? 'healthy' : 'waiting';
  }
  const isDead = state === 'dead' || (state === 'exited' && restartPolicy === 'no');
  return isDead ? 'failed' : 'waiting';
}

function describe({ state, health, exitCode }: ServiceState): string {
  if (state === 'running') return health === 'none' ? 'running' : health;
  return state === 'exited' || state === 'dead' ? `${state} with exit code ${exitCode}` : state;
}
