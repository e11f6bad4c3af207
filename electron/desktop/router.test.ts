import { describe, expect, it } from 'vitest';
import { contract, type Handlers } from '../../shared/ipc/contract.ts';
import { AppError } from '../core/errors.ts';
import { answerCall } from './router.ts';

interface Heard {
  readonly name: string;
  readonly input: unknown;
}

/** Handlers that only remember what they were given and answer with their own name. */
function recording(): { handlers: Handlers; heard: Heard[] } {
  const heard: Heard[] = [];
  const handlers = Object.fromEntries(
    Object.keys(contract).map((name) => [
      name,
      async (input: unknown) => {
        heard.push({ name, input });
        return Promise.resolve(`answer of ${name}`);
      },
    ]),
  ) as unknown as Handlers;
  return { handlers, heard };
}

const token = '0123456789abcdef0123456789abcdef';

const noted = (note: string) => ({
  stack: 's',
  type: 'manual',
  mode: 'cold',
  images: false,
  format: 'zstd',
  level: 3,
  note,
});

describe('a call that the contract knows', () => {
  it.each([
    ['panel.state', undefined],
    ['panel.set', { theme: 'dark' }],
    ['jobs.get', { job: 'job-1' }],
    ['stacks.migrate', { stack: null, directory: token }],
    ['rollback.start', { token, typed: '', acceptMajorVersion: false }],
    ['backups.start', noted('before the new theme\nask Ann first')],
  ])('%s gets its input and answers', async (name, input) => {
    const { handlers, heard } = recording();
    expect(await answerCall(handlers, name, input)).toEqual({ ok: true, value: `answer of ${name}` });
    expect(heard).toEqual([{ name, input }]);
  });
});

describe('a call that runs nothing', () => {
  it.each<[string, unknown, unknown]>([
    ['an unknown name', 'files.read', undefined],
    ['a name of every object', 'toString', undefined],
    ['the prototype', '__proto__', undefined],
    ['the constructor', 'constructor', undefined],
    ['a name that is none', 7, undefined],
    ['a name in a list', ['panel.state'], undefined],
    ['an input where none is taken', 'panel.state', { extra: 1 }],
    ['no input where one is needed', 'jobs.get', undefined],
    ['an empty id', 'jobs.get', { job: '' }],
    ['a field too many', 'jobs.get', { job: 'job-1', sql: 'DROP' }],
    ['a path for a token', 'stacks.migrate', { stack: null, directory: '/etc' }],
    ['a token that is too long', 'rollback.undo', { token: `${token}0` }],
    [
      'a scheduled backup',
      'backups.start',
      { stack: 's', type: 'scheduled', mode: 'cold', images: false, format: 'zstd', level: 3 },
    ],
    [
      'a level beyond any',
      'backups.start',
      { stack: 's', type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 99 },
    ],
    ['a note that is too long', 'backups.start', noted('x'.repeat(501))],
    ['a note with a control character', 'backups.preview', noted('a\tb')],
    ['a level of the other format', 'stacks.setBackupSettings', { stack: 's', format: 'gzip', level: 10, leftOut: [] }],
    ['an unknown language', 'panel.set', { language: 'fr' }],
    ['ten thousand globs', 'stacks.setExclude', { stack: 's', exclude: Array.from({ length: 10_000 }, () => '*') }],
  ])('%s', async (_what, name, input) => {
    const { handlers, heard } = recording();
    const reply = await answerCall(handlers, name, input);
    expect(reply).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } });
    expect(heard).toEqual([]);
  });

  it('is named, with the place of the fault', async () => {
    const { handlers } = recording();
    expect(await answerCall(handlers, 'jobs.get', { job: 7 })).toMatchObject({
      error: { params: { call: 'jobs.get', detail: expect.stringMatching(/^job: /u) } },
    });
  });
});

describe('a handler that fails', () => {
  it.each<[string, unknown, object]>([
    [
      'by a refusal',
      new AppError('STACK_NOT_FOUND', { stack: 's' }),
      { code: 'STACK_NOT_FOUND', params: { stack: 's' } },
    ],
    ['by a cancel', new DOMException('gone', 'AbortError'), { code: 'JOB_CANCELLED', params: {} }],
    ['by a fault', new TypeError('x is undefined'), { code: 'INTERNAL', params: { detail: 'x is undefined' } }],
    ['by anything', 'no reason', { code: 'INTERNAL', params: { detail: 'no reason' } }],
  ])('%s is an answer', async (_what, thrown, error) => {
    const { handlers } = recording();
    const failing: Handlers = {
      ...handlers,
      'panel.openLogs': () =>
        Promise.resolve().then(() => {
          throw thrown;
        }),
    };
    expect(await answerCall(failing, 'panel.openLogs', undefined)).toEqual({ ok: false, error });
  });

  it('before it gives a promise is an answer too', async () => {
    const { handlers } = recording();
    const failing: Handlers = {
      ...handlers,
      'panel.openLogs': () => {
        throw new AppError('PATH_NOT_CHOSEN', {});
      },
    };
    expect(await answerCall(failing, 'panel.openLogs', undefined)).toEqual({
      ok: false,
      error: { code: 'PATH_NOT_CHOSEN', params: {} },
    });
  });
});
