import { expect, test } from 'vitest';
import type { Desk } from '../../electron/desktop/desk.ts';
import { ChosenPaths } from '../../electron/desktop/chosen-paths.ts';
import { handlersOf } from '../../electron/desktop/handlers.ts';
import { answerCall } from '../../electron/desktop/router.ts';
import type { CallName } from '../../shared/ipc/contract.ts';
import { recordingHandlers } from '../support/recording-handlers.ts';
import { callNames, fuzzRouter } from './campaign.ts';
import { samples } from './samples.ts';

const rounds = 2_000;

test(`${rounds} malformed payloads for each call: none reaches its handler, none throws`, {
  timeout: 120_000,
}, async () => {
  const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);
  const { sent, faults } = await fuzzRouter(rounds, seed);
  expect(faults.slice(0, 5), `LIFEBOAT_SEED=${seed}`).toEqual([]);
  expect(sent).toBe(rounds * callNames.length);
  expect(Reflect.get({}, 'polluted')).toBe(undefined);
});

test.for(callNames)('%s takes what it should, unchanged', async (name) => {
  for (const sample of samples[name]) {
    const inputs: unknown[] = [];
    const handlers = recordingHandlers((...reached) => inputs.push(reached));
    expect(await answerCall(handlers, name, sample)).toEqual({ ok: true, value: null });
    expect(inputs).toEqual([[name, sample]]);
  }
});

test.for([
  '',
  'panel',
  'panel.State',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  undefined,
  null,
  7,
  ['panel.state'],
  { toString: () => 'panel.state' },
])('a call named %o does not exist', async (name) => {
  const inputs: unknown[] = [];
  const reply = await answerCall(
    recordingHandlers((reached) => inputs.push(reached)),
    name,
    undefined,
  );
  expect(reply).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } });
  expect(inputs).toEqual([]);
});

/** The real handlers, on an engine and a desktop that only tell that they were reached. */
function realHandlers(): { readonly handlers: ReturnType<typeof handlersOf>; readonly reached: string[] } {
  const reached: string[] = [];
  const tells = (of: string): never =>
    new Proxy({} as never, {
      get: (_, name) => () => {
        reached.push(`${of}.${String(name)}`);
        return Promise.resolve([]);
      },
    });
  const desk: Desk = {
    engine: tells('engine'),
    panel: tells('panel'),
    clock: () => 0,
    paths: new ChosenPaths(),
    begin: async (start) => ({ jobId: start().jobId }),
    showFolder: (path) => reached.push(path),
    stacksChanged: () => reached.push('stacksChanged'),
  };
  return { handlers: handlersOf(desk), reached };
}

const token = (): string => crypto.randomUUID().replaceAll('-', '');

const confirmed: readonly [CallName, object][] = [
  ['stacks.remove', {}],
  ['backups.delete', {}],
  ['rollback.start', { typed: '', acceptMajorVersion: true }],
  ['rollback.undo', {}],
  ['rollback.release', {}],
];

test.for(confirmed)('%s does nothing for a token that was never given', async ([name, rest]) => {
  const { handlers, reached } = realHandlers();
  for (const guess of [...Array.from({ length: 500 }, token), '0'.repeat(32), '__proto__'.padEnd(32, '_')]) {
    const reply = await answerCall(handlers, name, { ...rest, token: guess });
    expect(reply).toEqual({ ok: false, error: { code: 'CONFIRMATION_EXPIRED', params: {} } });
  }
  expect(reached).toEqual([]);
});

const pathTaking: readonly [CallName, (path: string) => object][] = [
  ['stacks.add', (file) => ({ kind: 'compose-file', file })],
  ['stacks.add', (folder) => ({ kind: 'folder', folders: [folder], sqlite: [], exclude: [] })],
  ['stacks.migrate', (directory) => ({ stack: null, directory })],
  ['backups.export', (directory) => ({ backup: 'b', directory, singleFile: false })],
  ['backups.import', (file) => ({ stack: 's', file })],
];

test.for(pathTaking)('%s does nothing for a path that no dialog gave', async ([name, input]) => {
  const { handlers, reached } = realHandlers();
  for (const guess of [...Array.from({ length: 500 }, token), '/'.padEnd(32, 'x')]) {
    const reply = await answerCall(handlers, name, input(guess));
    expect(reply).toEqual({ ok: false, error: { code: 'PATH_NOT_CHOSEN', params: {} } });
  }
  expect(reached).toEqual([]);
});
