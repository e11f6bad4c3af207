import { onEvent } from '../client.ts';
import { useBackups } from './backups.ts';
import { useJobs } from './jobs.ts';
import { useKept } from './kept.ts';
import { useNavigation } from './navigation.ts';
import { usePanel } from './panel.ts';
import { useQuit } from './quit.ts';
import { useStacks } from './stacks.ts';

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
      if (before?.status !== event.job.status) refresh(event.job.stackId);
    }
  });
  await usePanel.getState().load();
  refresh(null);
  await useJobs.getState().load();
  setInterval(() => {
    if (document.visibilityState === 'visible') lookAgain();
  }, lookAgainMs);
}

/** Jobs and stacks of other processes (the command line) tell nobody here; so we look. */
function lookAgain(): void {
  Promise.allSettled([useJobs.getState().load(), useStacks.getState().load()]).catch(() => undefined);
}

/** What a job's beginning or end may have changed. Each store shows its own failure. */
function refresh(stackId: string | null): void {
  const loads = [useStacks.getState().load(), useKept.getState().load()];
  if (stackId !== null && useBackups.getState().of[stackId] !== undefined)
    loads.push(useBackups.getState().load(stackId));
  Promise.allSettled(loads).catch(() => undefined);
}
