import type { Planted } from './planted.ts';
import { replicaFaults } from './replica.ts';
import { scheduleFaults } from './schedule.ts';

export interface Proof {
  /** As few as find every fault of the list. */
  readonly rounds: number;
  readonly faults: readonly Planted[];
}

/** By the gate's name: what it has to notice. */
export const proofs: Readonly<Record<string, Proof>> = {
  schedule: { rounds: 10, faults: scheduleFaults },
  replica: { rounds: 8, faults: replicaFaults },
};
