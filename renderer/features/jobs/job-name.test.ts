import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../shared/i18n.ts';
import { errorText, jobName } from './job-name.ts';

const en = createTranslator('en');
const words = { text: en.text, error: (report: Parameters<typeof en.error>[0]) => en.error(report, 0) };

describe('jobName', () => {
  it.each([
    [{ kind: 'backup', stack: 'shop' }, 'backup · shop'],
    [{ kind: 'migrate', stack: 'shop' }, 'migrate · shop'],
    [{ kind: 'migrate', stack: null }, 'migrate · all stacks'],
    [{ kind: 'recovery', stack: null }, 'recovery'],
  ] as const)('%o', (job, name) => {
    expect(jobName(job, words)).toBe(name);
  });
});

describe('errorText', () => {
  it('has the code, the sentences and the job, each on a line', () => {
    const error = { code: 'STACK_NOT_FOUND', params: { stack: 'shop' } } as const;
    const { message, action } = words.error(error);
    expect(message).toContain('shop');
    expect(errorText({ id: 'job-1', error }, words)).toBe(`STACK_NOT_FOUND\n${message}\n${action}\njob-1`);
  });

  it('has the job alone where nothing failed', () => {
    expect(errorText({ id: 'job-1', error: null }, words)).toBe('job-1');
  });
});
