import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, linkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Omission } from '../../../shared/model/backup.ts';
import { folderSize } from './folder-size.ts';
import { type WalkRules, walkFolder } from './folder-walk.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifeboat-walk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function walk(rules: Partial<WalkRules> = {}) {
  const omitted: Omission[] = [];
  const entries = [
    ...walkFolder({ root, exclude: [], skip: [], names: null, ...rules }, (omission) => omitted.push(omission)),
  ];
  return { entries, omitted, paths: entries.map((entry) => entry.path.toString('latin1')) };
}

function fill(...paths: string[]): void {
  for (const path of paths) {
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else writeFileSync(join(root, path), path);
  }
}

describe('walkFolder', () => {
  it('lists parents before children in the order of bytes', () => {
    fill('b/', 'b/2', 'b/10', 'a', 'Z', 'é');
    expect(walk().paths).toEqual(['.', 'Z', 'a', 'b', 'b/10', 'b/2', Buffer.from('é').toString('latin1')]);
  });

  it('keeps the bytes of names that are not UTF-8, and odd names', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), '');
    fill('line\nbreak', 'dash -- and $(x)');
    expect(walk().paths).toEqual(['.', 'dash -- and $(x)', 'line\nbreak', '\xff\xfe']);
  });

  it('does not enter what is excluded, skipped or its own', () => {
    const storage = join(root, 'data/backups');
    fill(
      'cache/',
      'cache/1',
      'logs/',
      'logs/a.log',
      'logs/keep',
      'data/backups/',
      'data/backups/p',
      'data/x.db',
      'data/x.db-wal',
      '.lifeboat-7/',
      '.lifeboat-7/old',
      '.hidden',
    );
    const { paths } = walk({
      exclude: ['cache/', './**/*.log'],
      skip: [storage, join(root, 'data/x.db'), join(root, 'data/x.db-wal'), '/elsewhere'],
    });
    expect(paths).toEqual(['.', '.hidden', 'data', 'logs', 'logs/keep']);
  });

  it('finds a skipped path through a symlinked root', () => {
    fill('real/', 'real/backups/', 'real/x');
    symlinkSync(join(root, 'real'), join(root, 'alias'));
    expect(walk({ root: join(root, 'alias'), skip: [join(root, 'real/backups')] }).paths).toEqual(['.', 'x']);
  });

  it('follows no symlink below the root', () => {
    fill('d/', 'd/x');
    symlinkSync('d', join(root, 'link'));
    symlinkSync('/nowhere', join(root, 'broken'));
    const { entries, paths } = walk();
    expect(paths).toEqual(['.', 'broken', 'd', 'd/x', 'link']);
    expect(entries.at(-1)).toMatchObject({ type: 'symlink', link: Buffer.from('d'), size: 0 });
  });

  it('reports sockets as omitted and keeps FIFOs', async () => {
    execFileSync('mkfifo', ['--', join(root, 'pipe')]);
    const server = createServer().listen(join(root, 'sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { entries, omitted } = walk();
    await new Promise((resolve) => server.close(resolve));
    expect(entries.map((entry) => entry.type)).toEqual(['directory', 'fifo']);
    expect(omitted).toEqual([{ path: 'sock', reason: 'socket' }]);
  });

  it('takes only the given names, without the root', () => {
    fill('x.db', 'y', 'x.db-wal');
    expect(walk({ names: ['x.db'] }).paths).toEqual(['x.db']);
    expect(() => walk({ names: ['gone'] })).toThrow(expect.objectContaining({ code: 'SOURCE_MISSING' }));
  });

  it('refuses a root that is missing or no directory', () => {
    fill('file');
    expect(() => walk({ root: join(root, 'gone') })).toThrow(expect.objectContaining({ code: 'SOURCE_MISSING' }));
    expect(() => walk({ root: join(root, 'file') })).toThrow(expect.objectContaining({ code: 'SOURCE_UNREADABLE' }));
  });

  it('says how many links a file has and gives the same identity to each', () => {
    fill('a');
    linkSync(join(root, 'a'), join(root, 'b'));
    const [, a, b] = walk().entries;
    expect(a).toMatchObject({ nlink: 2, ino: b?.ino, dev: b?.dev });
  });
});

describe('folderSize', () => {
  it('counts entries, and the bytes of a hard-linked file once', async () => {
    fill('a', 'd/', 'd/bb', 'd/skip');
    linkSync(join(root, 'a'), join(root, 'd/again'));
    const size = await folderSize({ root, exclude: ['d/skip'], skip: [], names: null }, AbortSignal.timeout(10_000));
    expect(size).toEqual({ bytes: 'a'.length + 'd/bb'.length, entries: 5 });
  });

  it('rejects with the error of the walk', async () => {
    await expect(
      folderSize({ root: join(root, 'gone'), exclude: [], skip: [], names: null }, AbortSignal.timeout(10_000)),
    ).rejects.toMatchObject({
      code: 'SOURCE_MISSING',
    });
  });
});
