import { createCipheriv, getCiphers } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ccmOpen, ccmSeal } from './ccm.ts';
import { AesCmac } from './cmac.ts';
import { md4 } from './md4.ts';
import { Rc4 } from './rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/gu, ''), 'hex');

describe('MD4', () => {
  test.each([
    // RFC 1320, A.5.
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('of %j', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
  });
});

describe('RC4', () => {
  test.each([
    // RFC 6229, offset 0.
    ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('key stream of %s, whether taken at once or in two', (key, stream) => {
    expect(new Rc4(hex(key)).apply(Buffer.alloc(16)).toString('hex')).toBe(stream);
    const twice = new Rc4(hex(key));
    const halves = [twice.apply(Buffer.alloc(7)), twice.apply(Buffer.alloc(9))];
    expect(Buffer.concat(halves).toString('hex')).toBe(stream);
  });
});

describe('AES-CMAC', () => {
  // RFC 4493, section 4.
  const cmac = new AesCmac(hex('2b7e151628aed2a6abf7158809cf4f3c'));
  const message = hex(`6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
    30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`);

  test.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('of %i bytes', (length, code) => {
    expect(cmac.code(message.subarray(0, length)).toString('hex')).toBe(code);
  });

  test('of a message longer than the piece in which it is worked off', () => {
    const long = Buffer.alloc(600_001, 7);
    // The definition, by the runtime's own CBC over the whole message with the padded subkey K2 (RFC 4493, 4).
    const last = Buffer.alloc(16);
    last[0] = 7;
    last[1] = 0x80;
    const k2 = hex('f7ddac306ae266ccf90bc11ee46d513b');
    const cbc = createCipheriv('aes-128-cbc', hex('2b7e151628aed2a6abf7158809cf4f3c'), Buffer.alloc(16));
    const all = cbc.update(
      Buffer.concat([long.subarray(0, 600_000), Buffer.from(last.map((byte, at) => byte ^ (k2[at] ?? 0)))]),
    );
    expect(cmac.code(long)).toEqual(all.subarray(-16));
  });
});

describe('AES-CCM', () => {
  const nonce = Buffer.from('eleven byte');
  const associated = Buffer.alloc(32, 9);

  test.each([
    [16, 0],
    [16, 1],
    [16, 16],
    [16, 100],
    [32, 15],
    [32, 70_000],
    [32, 600_001],
  ] as const)('with a key of %i bytes seals %i bytes as the runtime does', (keyBytes, length) => {
    const key = Buffer.alloc(keyBytes, 3);
    const plaintext = Buffer.alloc(length, 'lifeboat');
    expect(getCiphers()).toContain('aes-256-ccm');
    const theirs = createCipheriv(keyBytes === 16 ? 'aes-128-ccm' : 'aes-256-ccm', key, nonce, { authTagLength: 16 });
    theirs.setAAD(associated, { plaintextLength: length });
    const ciphertext = theirs.update(plaintext);
    theirs.final();
    const sealed = ccmSeal(key, nonce, associated, plaintext);
    expect(sealed.ciphertext.equals(ciphertext)).toBe(true);
    expect(sealed.tag).toEqual(theirs.getAuthTag());
    expect(ccmOpen(key, nonce, associated, sealed)?.equals(plaintext)).toBe(true);
  });

  test('does not open when anything was changed', () => {
    const key = Buffer.alloc(16, 3);
    const sealed = ccmSeal(key, nonce, associated, Buffer.from('message'));
    const flipped = Buffer.from(sealed.ciphertext);
    flipped[3] = (flipped[3] ?? 0) ^ 1;
    expect(ccmOpen(key, nonce, associated, { ...sealed, ciphertext: flipped })).toBeNull();
    expect(ccmOpen(key, nonce, Buffer.alloc(32, 8), sealed)).toBeNull();
    expect(ccmOpen(key, nonce, associated, { ...sealed, tag: sealed.tag.subarray(1) })).toBeNull();
  });
});
