import type { en } from './en.ts';
import type { SameShape } from './shape.ts';
import { alarms } from './zh-CN/alarms.ts';
import { cli } from './zh-CN/cli.ts';
import { cron } from './zh-CN/cron.ts';
import { desktop } from './zh-CN/desktop.ts';
import { doctor } from './zh-CN/doctor.ts';
import { errors } from './zh-CN/errors.ts';
import { help } from './zh-CN/help.ts';
import { panel } from './zh-CN/panel.ts';
import { plan } from './zh-CN/plan.ts';
import { story } from './zh-CN/story.ts';
import { words } from './zh-CN/words.ts';

export const zhCN = {
  alarms,
  cli,
  cron,
  desktop,
  doctor,
  errors,
  help,
  panel,
  plan,
  story,
  words,
} as const satisfies SameShape<typeof en>;
