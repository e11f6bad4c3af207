import * as bitrot from './bitrot.ts';
import * as catalog from './catalog.ts';
import * as databases from './databases.ts';
import * as faults from './faults.ts';
import * as fidelity from './fidelity.ts';
import * as hostile from './hostile.ts';
import * as kill from './kill.ts';
import type { Planted } from './planted.ts';
import * as races from './races.ts';
import * as replica from './replica.ts';
import * as restart from './restart.ts';
import * as schedule from './schedule.ts';
import * as soak from './soak.ts';

export interface Proof {
  /** As few as find every fault of the list. */
  readonly proveRounds: number;
  readonly planted: readonly Planted[];
}

/** By the gate's name: what it has to notice. */
export const proofs: Readonly<Record<string, Proof>> = {
  kill,
  restart,
  faults,
  bitrot,
  hostile,
  fidelity,
  races,
  catalog,
  databases,
  schedule,
  replica,
  soak,
};
