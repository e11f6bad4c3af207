import { add } from './panel/add.ts';
import { backup } from './panel/backup.ts';
import { frame, light, quit, recovery, ui } from './panel/frame.ts';
import { health } from './panel/health.ts';
import { jobs } from './panel/jobs.ts';
import { overview } from './panel/overview.ts';
import { replica } from './panel/replica.ts';
import { rollback } from './panel/rollback.ts';
import { schedule } from './panel/schedule.ts';
import { settings } from './panel/settings.ts';
import { stack } from './panel/stack.ts';
import { telling } from './panel/telling.ts';
import { upgrade } from './panel/upgrade.ts';

/** What the panel's window says, a file for each of its features. */
export const panel = {
  add,
  backup,
  frame,
  health,
  jobs,
  light,
  overview,
  quit,
  recovery,
  replica,
  rollback,
  schedule,
  settings,
  stack,
  telling,
  ui,
  upgrade,
} as const;
