import { describe, expect, test } from 'vitest';
import { authenticateMessage, negotiateMessage } from './ntlm.ts';
import { attributeBytes, attributes, readChallenge } from './ntlm-challenge.ts';
import { clientBlob, hmacMd5, NtlmSignatures, ntlmProof, passwordHash } from './ntlm-keys.ts';
import { Rc4 } from './rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/gu, ''), 'hex');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

// MS-NLMP 4.2.1: common values of the examples.
const credentials = { user: 'User', domain: 'Domain', password: 'Password' };
const serverChallenge = hex('0123456789abcdef');
const randomSessionKey = Buffer.alloc(16, 0x55);

describe('MS-NLMP 4.2.4, NTLMv2', () => {
  const targetInfo = attributeBytes([
    { id: 2, value: utf16('Domain') },
    { id: 1, value: utf16('Server') },
  ]);
  const blob = clientBlob(Buffer.alloc(8), Buffer.alloc(8, 0xaa), targetInfo);

  test('4.2.4.1: NTOWFv2 and temp', () => {
    expect(passwordHash(credentials).toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    expect(blob).toEqual(
      hex(`0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
        02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000`),
    );
  });

  test('4.2.4.1.2 and 4.2.4.2.2: NTProofStr and SessionBaseKey', () => {
    const { proof, baseKey } = ntlmProof(passwordHash(credentials), serverChallenge, blob);
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(baseKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
    // 4.2.4.2.3.
    expect(new Rc4(baseKey).apply(randomSessionKey).toString('hex')).toBe('c5dad2544fc9799094ce1ce90bc9d03e');
  });

  test('4.2.4.4: sealed data and its signature', () => {
    const signatures = new NtlmSignatures(randomSessionKey, 'client');
    const message = utf16('Plaintext');
    expect(signatures.seal(message).toString('hex')).toBe('54e50165bf1936dc996020c1811b0f06fb5f');
    expect(signatures.sign(message).toString('hex')).toBe('010000007fb38ec5c55d497600000000');
  });
});

test('capitals of a user name are those that Windows knows', () => {
  const hashOf = (user: string): string => passwordHash({ ...credentials, user }).toString('hex');
  expect(hashOf('jürgen')).toBe(hashOf('JÜRGEN'));
  expect(hashOf('weiß')).not.toBe(hashOf('WEISS'));
});

describe('the answer to a challenge', () => {
  const negotiate = negotiateMessage();
  const challengeBytes = challengeMessage(0xe2898235, [
    { id: attributes.netbiosName, value: utf16('NAS') },
    { id: attributes.time, value: Buffer.alloc(8, 5) },
  ]);
  const challenge = readChallenge(challengeBytes);

  test('has a code over all three messages under the session key', () => {
    const { message, sessionKey } = authenticateMessage(
      { negotiate, challengeBytes, challenge },
      credentials,
      'nas',
      () => 0,
    );
    const field = (index: number): Buffer => {
      const at = message.readUInt32LE(16 + 8 * index);
      return message.subarray(at, at + message.readUInt16LE(12 + 8 * index));
    };
    const response = field(1);
    const { proof, baseKey } = ntlmProof(passwordHash(credentials), challenge.serverChallenge, response.subarray(16));
    expect(response.subarray(0, 16)).toEqual(proof);
    expect(new Rc4(baseKey).apply(field(5))).toEqual(sessionKey);
    expect([field(2), field(3)].map((text) => text.toString('utf16le'))).toEqual(['Domain', 'User']);
    const mic = Buffer.from(message.subarray(72, 88));
    message.fill(0, 72, 88);
    expect(mic).toEqual(hmacMd5(sessionKey, negotiate, challengeBytes, message));
    // The server's own time, and the name that the operator gave.
    expect(response.subarray(24, 32)).toEqual(Buffer.alloc(8, 5));
    expect(response.includes(utf16('cifs/nas'))).toBe(true);
  });

  test('is refused to a server that wants weaker keys', () => {
    const weak = readChallenge(challengeMessage(0x00008235, []));
    expect(() =>
      authenticateMessage({ negotiate, challengeBytes, challenge: weak }, credentials, 'nas', () => 0),
    ).toThrow(expect.objectContaining({ code: 'REPLICA_TAMPERED' }));
  });
});

function challengeMessage(flags: number, list: Parameters<typeof attributeBytes>[0]): Buffer {
  const info = attributeBytes(list);
  const head = Buffer.alloc(56);
  head.write('NTLMSSP\0', 0, 'latin1');
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(flags, 20);
  serverChallenge.copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt32LE(head.length, 44);
  return Buffer.concat([head, info]);
}
