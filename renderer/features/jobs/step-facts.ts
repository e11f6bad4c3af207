import { type ErrorReport, errorTable } from '../../../shared/errors.ts';
import type { Job, JobStep } from '../../../shared/model/job.ts';
import { en } from '../../../shared/locales/en.ts';
import type { LightState } from '../../ui/light.tsx';

type StepWord = keyof typeof en.panel.jobs.step;

function isStepWord(name: string): name is StepWord {
  return Object.hasOwn(en.panel.jobs.step, name);
}

/** Under which name the locales know a step; null for one that they do not know. */
export function stepWord(name: string): StepWord | null {
  const word = name.replaceAll(' ', '-');
  return isStepWord(word) ? word : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a step was about, as far as its evidence says: a source, a service, a path; null when it does not. */
export function stepSubject({ outcome, evidence }: Pick<JobStep, 'outcome' | 'evidence'>): string | null {
  if (outcome !== 'done') return null;
  if (typeof evidence === 'string') return evidence;
  if (!isRecord(evidence)) return null;
  const said = ['source', 'service', 'path'].map((name) => evidence[name]).find((value) => typeof value === 'string');
  return typeof said === 'string' ? said : null;
}

function isReport(value: unknown): value is ErrorReport {
  if (!isRecord(value) || !isRecord(value['params'])) return false;
  return typeof value['code'] === 'string' && Object.hasOwn(errorTable, value['code']);
}

/** Why a step failed; null when it did not, or nothing was written down. */
export function stepError({ outcome, evidence }: Pick<JobStep, 'outcome' | 'evidence'>): ErrorReport | null {
  return outcome === 'failed' && isReport(evidence) ? evidence : null;
}

/** A step’s light: one without an outcome wants attention once its job has ended. */
export function stepLight({ outcome }: Pick<JobStep, 'outcome'>, { endedAt }: Pick<Job, 'endedAt'>): LightState {
  if (outcome === null) return endedAt === null ? 'none' : 'attention';
  return outcome === 'done' ? 'good' : 'alarm';
}
