import { expect, it } from 'vitest';
import type { CallInput } from '../../../shared/ipc/contract.ts';
import { type Draft, emptyDraft, globsOf, requestOf, withPath } from './add-request.ts';

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

it.each([
  { text: '', globs: [] },
  { text: '  \n\n', globs: [] },
  { text: ' cache/** \r\n*.tmp\r\n', globs: ['cache/**', '*.tmp'] },
  { text: 'b\na\nb', globs: ['b', 'a'] },
  { text: '*.{jpg,png}', globs: ['*.{jpg,png}'] },
])('globs of $text', ({ text, globs }) => {
  expect(globsOf(text)).toEqual(globs);
});

it('takes a folder once, also under another token', () => {
  expect(withPath([data], media)).toEqual([data, media]);
  expect(withPath([data], { ...data, token: 'x'.repeat(32) })).toEqual([data]);
});
