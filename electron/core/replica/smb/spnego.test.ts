import { expect, test } from 'vitest';
import { firstToken, mechanismList, readToken, secondToken } from './spnego.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/gu, ''), 'hex');

// "SMB 3.1.1 Pre-authentication integrity in Windows 10" and "the anatomy of signing and cryptographic keys", Microsoft's
// Open Specifications blog: tokens of a Windows server.
const challengeToken = hex(`A181B03081ADA0030A0101A10C060A2B06010401823702020AA281970481944E544C4D535350000200000
  00C000C003800000015828AE20D1D8BA31179D008000000000000000050005000440000000A0092270000000F53005500540033003100310002
  000C0053005500540033003100310001000C0053005500540033003100310004000C0053005500540033003100310003000C00530055005400
  33003100310007000800A1A1F5ADCBAED00100000000`);
const acceptedToken = hex('A11B3019A0030A0100A3120410010000003B453CDC3524164200000000');

test('reads the tokens of a Windows server', () => {
  const { state, ntlm, signature } = readToken(challengeToken);
  expect([state, signature]).toEqual([1, null]);
  expect(ntlm?.toString('latin1', 0, 7)).toBe('NTLMSSP');
  expect(ntlm?.length).toBe(0x94);
  expect(readToken(acceptedToken)).toEqual({
    state: 0,
    ntlm: null,
    signature: hex('010000003B453CDC3524164200000000'),
  });
});

test('writes the first token as a Windows client does', () => {
  const ntlm = hex('4E544C4D5353500001000000978208E200000000000000000000000000000000060380250000000F');
  expect(firstToken(ntlm)).toEqual(
    hex(`604806062B0601050502A03E303CA00E300C060A2B06010401823702020AA22A0428
      4E544C4D5353500001000000978208E200000000000000000000000000000000060380250000000F`),
  );
  expect(mechanismList).toEqual(hex('300C060A2B06010401823702020A'));
});

test('reads back what it writes, whatever its length', () => {
  for (const length of [1, 100, 127, 128, 255, 256, 5000]) {
    const ntlm = Buffer.alloc(length, 'x');
    expect(readToken(secondToken(ntlm, Buffer.from('signed')))).toEqual({
      state: null,
      ntlm,
      signature: Buffer.from('signed'),
    });
  }
});

test.each([
  ['nothing', ''],
  ['another element', '3003020101'],
  ['a length beyond the end', 'A11B3019'],
  ['a length of no bytes', 'A180'],
  ['a length of four bytes', 'A18400000000'],
  ['something behind', 'A1053003A0010000'],
])('refuses %s', (_what, token) => {
  expect(() => readToken(hex(token))).toThrow(expect.objectContaining({ code: 'REPLICA_TAMPERED' }));
});
