import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { startComposeStack } from '../support/compose-stack.ts';
import { packDone, volumePath } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const host = inject('dockerHost');
const compose = `
version: "3.8"
services:
  web:
    image: ${inject('busyboxImage')}
    volumes: ["data:/data"]
volumes: { data: {} }
`;

test('the whole job through the calls of the window: back up, lose data, roll back, undo, take along', async () => {
  await using home = await tempHome();
  await using stack = await startComposeStack({ host, compose });
  const note = join(await volumePath(host, `${stack.project}_data`), 'note');
  await writeFile(note, 'first');
  await using panel = await openPanel({ home: home.path, env: { DOCKER_HOST: host } });

  const found = await panel.call('stacks.discover');
  expect(found.find(({ project }) => project === stack.project)).toMatchObject({ services: 1, running: 1 });
  const { id, name } = await panel.call('stacks.add', { kind: 'project', project: stack.project });

  const request = { stack: id, type: 'manual', mode: 'cold', images: false, format: 'zstd', level: 3 } as const;
  expect(await panel.call('backups.preview', request)).toMatchObject({ refusals: [], stops: [{ service: 'web' }] });
  await panel.jobSucceeds(await panel.call('backups.start', request));
  await panel.page.getByRole('navigation').getByText(name).waitFor();
  const [backup] = await panel.call('backups.list', { stack: id });
  expect(backup).toMatchObject({ status: 'succeeded', verified: true, missing: false });
  const backupId = backup?.id ?? '';
  await panel.jobSucceeds(await panel.call('backups.verify', { backup: backupId }));

  await writeFile(note, 'second');
  const wish = { backup: backupId, scope: 'full' as const, only: [], exclude: [], safetyBackup: true };
  const { token, facts } = await panel.call('rollback.plan', wish);
  expect(facts).toMatchObject({ stack: name, stops: [{ service: 'web' }], safetyBackup: true });
  const start = { token, acceptMajorVersion: false };
  expect(await panel.refusal('rollback.start', { ...start, typed: `${name} ` })).toMatchObject({
    code: 'CONFIRMATION_REQUIRED',
  });
  expect(await panel.refusal('rollback.start', { ...start, token: '0'.repeat(32), typed: name })).toMatchObject({
    code: 'CONFIRMATION_EXPIRED',
  });
  expect(await readFile(note, 'utf8')).toBe('second');
  const begun = await panel.call('rollback.start', { ...start, typed: name });
  expect(await panel.refusal('rollback.start', { ...start, typed: name })).toMatchObject({
    code: 'CONFIRMATION_EXPIRED',
  });
  await panel.jobSucceeds(begun);
  expect(await readFile(note, 'utf8')).toBe('first');
  expect((await stack.container('web')).State.Running).toBe(true);

  const [kept] = await panel.call('rollback.kept');
  expect(kept).toMatchObject({ jobId: begun.jobId, undoable: true });
  const undo = await panel.call('rollback.askUndo', { job: begun.jobId });
  await panel.jobSucceeds(await panel.call('rollback.undo', { token: undo.token }));
  expect(await readFile(note, 'utf8')).toBe('second');
  const release = await panel.call('rollback.askRelease', { job: begun.jobId });
  await panel.jobSucceeds(await panel.call('rollback.release', { token: release.token }));
  expect(await panel.call('rollback.kept')).toEqual([]);

  const along = { backup: backupId, singleFile: true };
  for (const directory of [home.beside, 'f'.repeat(32)]) {
    const { code } = await panel.refusal('backups.export', { ...along, directory });
    expect(code).toBe(directory === home.beside ? 'CALL_INVALID' : 'PATH_NOT_CHOSEN');
  }
  await panel.answerDialogs(null);
  expect(await panel.call('path.choose', { purpose: 'export' })).toBe(null);
  await panel.answerDialogs(home.beside);
  const chosen = await panel.call('path.choose', { purpose: 'export' });
  expect(chosen?.path).toBe(home.beside);
  const elsewhere = { stack: null, directory: chosen?.token ?? '' };
  expect(await panel.refusal('stacks.migrate', elsewhere)).toMatchObject({ code: 'PATH_NOT_CHOSEN' });
  const exported = await panel.call('backups.export', { ...along, directory: chosen?.token ?? '' });
  await panel.jobSucceeds(exported);
  expect((await readdir(home.beside)).length).toBeGreaterThan(0);

  const deletion = await panel.call('backups.askDelete', { backup: backupId });
  expect(await packDone(deletion.facts.path)).toBe(true);
  await panel.jobSucceeds(await panel.call('backups.delete', { token: deletion.token }));
  expect(await packDone(deletion.facts.path)).toBe(false);
  expect(panel.faults).toEqual([]);
});
