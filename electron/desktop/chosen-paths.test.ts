import { describe, expect, it } from 'vitest';
import { ChosenPaths } from './chosen-paths.ts';

describe('a chosen path', () => {
  it('is found by its token, more than once', () => {
    const paths = new ChosenPaths();
    const { token, path } = paths.give('/srv/backups', 'folder');
    expect(path).toBe('/srv/backups');
    expect([paths.pathOf(token, 'folder'), paths.pathOf(token, 'folder')]).toEqual(['/srv/backups', '/srv/backups']);
  });

  it('has a token that the contract takes, and another one each time', () => {
    const paths = new ChosenPaths();
    const tokens = Array.from({ length: 20 }, () => paths.give('/srv', 'folder').token);
    expect(new Set(tokens).size).toBe(20);
    expect(tokens.filter((token) => !/^[0-9a-f]{32}$/u.test(token))).toEqual([]);
  });

  it.each(['/srv/backups', '/etc/shadow', '', '0'.repeat(32), '__proto__'])('is not had by sending %j', (sent) => {
    const paths = new ChosenPaths();
    paths.give('/srv/backups', 'folder');
    expect(() => paths.pathOf(sent, 'folder')).toThrow(expect.objectContaining({ code: 'PATH_NOT_CHOSEN' }));
  });

  const purposes = ['compose-file', 'folder', 'sqlite', 'export', 'storage', 'import'] as const;

  it.each(purposes)('for %s is had for that alone', (purpose) => {
    const paths = new ChosenPaths();
    const { token } = paths.give('/srv/backups', purpose);
    for (const other of purposes.filter((one) => one !== purpose)) {
      expect(() => paths.pathOf(token, other)).toThrow(expect.objectContaining({ code: 'PATH_NOT_CHOSEN' }));
    }
    expect(paths.pathOf(token, purpose)).toBe('/srv/backups');
  });

  it('is kept until two hundred newer ones are there', () => {
    const paths = new ChosenPaths();
    const first = paths.give('/first', 'folder').token;
    for (let n = 0; n < 199; n += 1) paths.give(`/folder/${n}`, 'folder');
    expect(paths.pathOf(first, 'folder')).toBe('/first');
    const last = paths.give('/last', 'folder').token;
    expect(() => paths.pathOf(first, 'folder')).toThrow(expect.objectContaining({ code: 'PATH_NOT_CHOSEN' }));
    expect(paths.pathOf(last, 'folder')).toBe('/last');
  });
});
