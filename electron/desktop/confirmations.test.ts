import { describe, expect, it } from 'vitest';
import { Confirmations } from './confirmations.ts';

const minute = 60_000;

function deskWithClock(): { confirmations: Confirmations<string>; wait: (ms: number) => void } {
  let now = 1_000_000;
  return {
    confirmations: new Confirmations<string>(() => now),
    wait: (ms) => {
      now += ms;
    },
  };
}

describe('a confirmation', () => {
  it('gives back what was asked about, once', () => {
    const { confirmations } = deskWithClock();
    const { token, facts } = confirmations.ask('delete A');
    expect(facts).toBe('delete A');
    expect(confirmations.take(token)).toBe('delete A');
    expect(() => confirmations.take(token)).toThrow(expect.objectContaining({ code: 'CONFIRMATION_EXPIRED' }));
  });

  it('can be looked at as often as wanted', () => {
    const { confirmations } = deskWithClock();
    const { token } = confirmations.ask('delete A');
    expect([confirmations.look(token), confirmations.look(token), confirmations.take(token)]).toEqual([
      'delete A',
      'delete A',
      'delete A',
    ]);
  });

  it('has a token that the contract takes, and another one each time', () => {
    const { confirmations } = deskWithClock();
    const tokens = Array.from({ length: 20 }, () => confirmations.ask('the same').token);
    expect(new Set(tokens).size).toBe(20);
    expect(tokens.filter((token) => !/^[0-9a-f]{32}$/u.test(token))).toEqual([]);
  });

  it('is of its own desk: one kind of act cannot be confirmed as another', () => {
    const { token } = deskWithClock().confirmations.ask('release');
    expect(() => deskWithClock().confirmations.take(token)).toThrow(
      expect.objectContaining({ code: 'CONFIRMATION_EXPIRED' }),
    );
  });

  it.each([0, 10 * minute])('holds after %d ms', (ms) => {
    const { confirmations, wait } = deskWithClock();
    const { token } = confirmations.ask('delete A');
    wait(ms);
    expect(confirmations.take(token)).toBe('delete A');
  });

  it.each([10 * minute + 1, 24 * 60 * minute])('is over after %d ms', (ms) => {
    const { confirmations, wait } = deskWithClock();
    const { token } = confirmations.ask('delete A');
    wait(ms);
    expect(() => confirmations.take(token)).toThrow(expect.objectContaining({ code: 'CONFIRMATION_EXPIRED' }));
  });

  it.each(['', 'never given', '0'.repeat(32), '__proto__'])('refuses the token %j', (token) => {
    const { confirmations } = deskWithClock();
    confirmations.ask('delete A');
    expect(() => confirmations.look(token)).toThrow(expect.objectContaining({ code: 'CONFIRMATION_EXPIRED' }));
  });

  it('lets fifty wait, and forgets the oldest first', () => {
    const { confirmations } = deskWithClock();
    const tokens = Array.from({ length: 51 }, (_, n) => confirmations.ask(`act ${n}`).token);
    const [first = '', second = ''] = tokens;
    expect(() => confirmations.look(first)).toThrow(expect.objectContaining({ code: 'CONFIRMATION_EXPIRED' }));
    expect(confirmations.look(second)).toBe('act 1');
    expect(confirmations.look(tokens.at(-1) ?? '')).toBe('act 50');
  });
});
