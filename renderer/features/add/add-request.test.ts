import { describe, expect, it } from 'vitest';
import type { CallInput } from '../../../shared/ipc/contract.ts';
import { changedDraft, type Draft, emptyDraft, refusedDraft, requestOf, withPath } from './add-request.ts';

const file = { token: 'f'.repeat(32), path: '/srv/wiki/compose.yml' };
const data = { token: 'd'.repeat(32), path: '/srv/data' };
const media = { token: 'm'.repeat(32), path: '/srv/media' };

const cases: readonly { name: string; draft: Draft; request: CallInput<'stacks.add'> | null }[] = [
  { name: 'no project selected', draft: emptyDraft('project'), request: null },
  {
    name: 'a project',
    draft: { ...emptyDraft('project'), project: 'wiki', file },
    request: { kind: 'project', project: 'wiki' },
  },
  { name: 'no file chosen', draft: { ...emptyDraft('compose-file'), project: 'wiki' }, request: null },
  {
    name: 'a compose file',
    draft: { ...emptyDraft('compose-file'), file },
    request: { kind: 'compose-file', file: file.token },
  },
  { name: 'no folder chosen', draft: { ...emptyDraft('folder'), exclude: 'cache/**' }, request: null },
  {
    name: 'folders with globs',
    draft: { ...emptyDraft('folder'), folders: [data, media], exclude: 'cache/**\n*.tmp\n' },
    request: { kind: 'folder', folders: [data.token, media.token], sqlite: [], exclude: ['cache/**', '*.tmp'] },
  },
  {
    name: 'a folder with a database',
    draft: { ...emptyDraft('folder'), folders: [data], sqlite: [file] },
    request: { kind: 'folder', folders: [data.token], sqlite: [file.token], exclude: [] },
  },
  { name: 'a database alone', draft: { ...emptyDraft('folder'), sqlite: [file] }, request: null },
  { name: 'the sample', draft: emptyDraft('sample'), request: { kind: 'sample' } },
];

it.each(cases)('$name', ({ draft, request }) => {
  expect(requestOf(draft)).toEqual(request);
});

it('takes a folder once, also under another token', () => {
  expect(withPath([data], media)).toEqual([data, media]);
  expect(withPath([data], { ...data, token: 'x'.repeat(32) })).toEqual([data]);
});

describe('after a refusal', () => {
  const wiki: Draft = { ...emptyDraft('project'), project: 'wiki' };

  it('asks for another name, and sends it', () => {
    const refused = refusedDraft(wiki, { code: 'STACK_EXISTS', params: { stack: 'wiki' } });
    expect(requestOf(refused)).toBeNull();
    expect(requestOf(changedDraft(refused, { name: ' wiki 2 ' }))).toEqual({
      kind: 'project',
      project: 'wiki',
      name: 'wiki 2',
    });
  });

  it('asks for a place for the backups, and sends it', () => {
    const refused = refusedDraft(wiki, { code: 'STORAGE_UNKNOWN', params: { stack: 'wiki' } });
    expect(requestOf(refused)).toBeNull();
    expect(requestOf(changedDraft(refused, { storage: data }))).toEqual({
      kind: 'project',
      project: 'wiki',
      storage: data.token,
    });
  });

  it('keeps a name that was refused again, for correcting', () => {
    const named = { ...wiki, name: 'shop' };
    expect(refusedDraft(named, { code: 'STACK_EXISTS', params: { stack: 'shop' } }).name).toBe('shop');
  });

  it('asks for nothing more when something else was wrong', () => {
    expect(refusedDraft(wiki, { code: 'DOCKER_LOST', params: {} })).toEqual(wiki);
  });

  it('forgets what was asked for when another stack is meant', () => {
    const refused = refusedDraft(wiki, { code: 'STACK_EXISTS', params: { stack: 'wiki' } });
    expect(requestOf(changedDraft(refused, { project: 'shop' }))).toEqual({ kind: 'project', project: 'shop' });
  });
});
