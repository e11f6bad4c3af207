import type { en } from './en.ts';
import type { SameShape } from './shape.ts';
import { cli } from './zh-CN/cli.ts';
import { doctor } from './zh-CN/doctor.ts';
import { errors } from './zh-CN/errors.ts';
import { help } from './zh-CN/help.ts';
import { plan } from './zh-CN/plan.ts';
import { story } from './zh-CN/story.ts';
import { words } from './zh-CN/words.ts';

export const zhCN = { cli, doctor, errors, help, plan, story, words } as const satisfies SameShape<typeof en>;
