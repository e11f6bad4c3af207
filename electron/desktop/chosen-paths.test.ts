import { describe, expect, it } from 'vitest';
import { ChosenPaths } from './chosen-paths.ts';

describe('a chosen path', () => {
  it('is found by its token, more than once', () => {
    const paths = new ChosenPaths();
    const { token, path } = paths.give('/srv/backups');
    expect(path).toBe('/srv/backups');
    expect([paths.pathOf(token), paths.pathOf(token)]).toEqual(['/srv/backups', '/srv/backups']);
  });

  it('has a token that the contract takes, and another one each time', () => {
    const paths = new ChosenPaths();
    const tokens = Array.from({ length: 20 }, () => paths.give('/srv').token);
    expect(new Set(tokens).size).toBe(20);
    expect(tokens.filter((token) => !/^[0-9a-f]{32}$/u.test(token))).toEqual([]);
  });

  it.each(['/srv/backups', '/etc/shadow', '', '0'.repeat(32), '__proto__'])('is not had by sending %j', (sent) => {
    const paths = new ChosenPaths();
    paths.give('/srv/backups');
    expect(() => paths.pathOf(sent)).toThrow(expect.objectContaining({ code: 'PATH_NOT_CHOSEN' }));
  });

  it('is kept until two hundred newer ones are there', () => {
    const paths = new ChosenPaths();
    const first = paths.give('/first').token;
    for (let n = 0; n < 199; n += 1) paths.give(`/folder/${n}`);
    expect(paths.pathOf(first)).toBe('/first');
    const last = paths.give('/last').token;
    expect(() => paths.pathOf(first)).toThrow(expect.objectContaining({ code: 'PATH_NOT_CHOSEN' }));
    expect(paths.pathOf(last)).toBe('/last');
  });
});
