import { onEvent } from '../client.ts';
import { useBackups } from './backups.ts';
import { hasMoved, stacksMoved, useJobs } from './jobs.ts';
import { useKept } from './kept.ts';
import { useNavigation } from './navigation.ts';
import { usePanel } from './panel.ts';
import { useQuit } from './quit.ts';
import { useReplicas } from './replicas.ts';
import { useSchedule } from './schedule.ts';
import { useStacks } from './stacks.ts';
import { useUpgrades } from './upgrades.ts';

const lookAgainMs = 3000;

/** Fills the stores, and keeps them as main tells. Once, before anything is shown. */
export async function connectStores(): Promise<void> {
  onEvent((event) => {
    if (event.type === 'state') usePanel.getState().take(event.state);
    else if (event.type === 'go') useNavigation.getState().go(event.to);
    else if (event.type === 'quit-asked') useQuit.getState().ask(event.job);
    else {
      const before = useJobs.getState().list.find(({ id }) => id === event.job.id);
      useJobs.getState().take(event.job);
      if (hasMoved(before, event.job)) refresh(stacksMoved([], [event.job]));
    }
  });
  await usePanel.getState().load();
  refresh([]);
  // One record that cannot be read must not leave the whole window empty: the drawer of jobs says it.
  await useJobs
    .getState()
    .load()
    .catch(() => undefined);
  setInterval(look, lookAgainMs);
  // Whoever comes back to the window sees now, not what was when he left: timers of a hidden page are slow.
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
}

function look(): void {
  if (document.visibilityState === 'visible') lookAgain().catch(() => undefined);
}

/** Jobs and stacks of other processes (the command line) tell nobody here; so we look. */
async function lookAgain(): Promise<void> {
  const before = useJobs.getState().list;
  await Promise.allSettled([
    useJobs.getState().load(),
    useStacks.getState().load(),
    useSchedule.getState().loadState(),
  ]);
  const moved = stacksMoved(before, useJobs.getState().list);
  if (moved.length > 0) refresh(moved);
}

/** What jobs of these stacks may have changed by beginning or ending. Each store shows its own failure. */
function refresh(stackIds: readonly string[]): void {
  const { of, load } = useBackups.getState();
  const loads = [useStacks.getState().load(), useKept.getState().load(), useSchedule.getState().loadState()];
  for (const id of stackIds) if (of[id] !== undefined) loads.push(load(id));
  const plans = useSchedule.getState();
  for (const id of stackIds) if (plans.of[id] !== undefined) loads.push(plans.load(id));
  const replicas = useReplicas.getState();
  for (const id of stackIds) if (replicas.of[id] !== undefined) loads.push(replicas.load(id));
  const upgrades = useUpgrades.getState();
  for (const id of stackIds) if (upgrades.of[id] !== undefined) loads.push(upgrades.load(id));
  Promise.allSettled(loads).catch(() => undefined);
}
