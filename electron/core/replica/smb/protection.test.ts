// Examples of Microsoft's Open Specifications blog: "SMB 2 and SMB 3 security in Windows 10: the anatomy of signing and
// cryptographic keys" (keys, signature), "SMB 3.1.1 Pre-authentication integrity in Windows 10" (hash), "Encryption in
// SMB 3.0: A protocol perspective" and "SMB 3.1.1 Encryption in Windows 10" (encrypted messages).
import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ciphers, dialects, signingAlgorithms } from './dialect.ts';
import { sealerOf } from './encryption.ts';
import { PreauthHash } from './preauth.ts';
import { openFrame } from './protection.ts';
import { sessionKeys } from './session-keys.ts';
import { signerOf } from './signing.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/gu, ''), 'hex');

const negotiateRequest = hex(`FE534D4240000100000000000000800000000000000000000100000000000000FFFE000000000000
  00000000000000000000000000000000000000000000000024000500000000003F000000ECD86F32
  6276024F9F7752B89BB33F3A70000000020000000202100200030203110300000100260000000000
  010020000100FA49E6578F1F3A9F4CD3E9CC14A67AA884B3D05844E0E5A118225C15887F32FF0000
  0200060000000000020002000100`);
const preauthHash = hex(`0DD13628CC3ED218EF9DF9772D436D0887AB9814BFAE63A80AA845F36909DB7928622DDDAD522D97
  51640A459762C5A9D6BB084CBB3CE6BDADEF5D5BCE3C6C01`);
const acceptedResponse = hex(`FE534D4240000100000000000100800009000000000000000300000000000000FFFE000000000000
  1900000000100000EBE146DA120BA25FC3376A49DFE31BC10900000048001D00A11B3019A0030A01
  00A3120410010000003B453CDC3524164200000000`);

test('the hash over the first message of a log-on', () => {
  const hash = new PreauthHash();
  hash.add(negotiateRequest);
  expect(hash.value).toEqual(
    hex(`DD94EFC5321BB618A2E208BA8920D2F422992526947A409B5037DE1E0FE8C7362B8C47122594CDE0
      CE26AA9DFC8BCDBDE0621957672623351A7540F1E54A0426`),
  );
});

describe('keys of a session', () => {
  test('of SMB 3.0', () => {
    const key = hex('7CD451825D0450D235424E44BA6E78CC');
    expect(sessionKeys(dialects.smb300, key, Buffer.alloc(64), 16)).toEqual({
      signing: hex('0B7E9C5CAC36C0F6EA9AB275298CEDCE'),
      toServer: hex('FAD27796665B313EBB578F388632B4F7'),
      fromServer: hex('B0F0427F7CEB416D1D9DCC0CD4F99447'),
    });
  });

  test('of SMB 3.1.1', () => {
    expect(sessionKeys(dialects.smb311, hex('270E1BA896585EEB7AF3472D3B4C75A7'), preauthHash, 16)).toEqual({
      signing: hex('73FE7A9A77BEF0BDE49C650D8CCB5F76'),
      toServer: hex('629BCBC54422A0F572B97F45989B6073'),
      fromServer: hex('E2AF0DCEFAC68DA71A0DFBD0D1350D74'),
    });
  });

  test('are as long as a cipher of 256 bits needs them', () => {
    const keys = sessionKeys(dialects.smb311, Buffer.alloc(16, 1), preauthHash, 32);
    expect([keys.signing.length, keys.toServer.length, keys.fromServer.length]).toEqual([16, 32, 32]);
  });
});

describe('signatures', () => {
  const signing = hex('73FE7A9A77BEF0BDE49C650D8CCB5F76');

  test('an answer that a server signed with AES-CMAC is genuine, and not with one bit changed', () => {
    const signer = signerOf('AES-128-CMAC', signing);
    expect(signer.isGenuine(Buffer.from(acceptedResponse))).toBe(true);
    for (const at of [0, 20, 48, 63, 64, acceptedResponse.length - 1]) {
      const changed = Buffer.from(acceptedResponse);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(signer.isGenuine(changed), `byte ${at}`).toBe(false);
    }
  });

  test('AES-GMAC is the tag of an empty message under the message id and the role (MS-SMB2 3.1.4.1)', () => {
    const request = Buffer.from(acceptedResponse);
    request.writeUInt32LE(0, 16);
    signerOf('AES-128-GMAC', signing).sign({ head: request, payload: null });
    const plain = Buffer.from(request);
    plain.fill(0, 48, 64);
    const gcm = createCipheriv('aes-128-gcm', signing, hex('030000000000000000000000'));
    gcm.setAAD(plain);
    gcm.final();
    expect(request.subarray(48, 64)).toEqual(gcm.getAuthTag());
    expect(request.readUInt32LE(16)).toBe(8);
  });

  test.each([...signingAlgorithms.values()])('%s: what is not signed is not genuine', (algorithm) => {
    const signer = signerOf(algorithm, signing);
    const message = Buffer.from(acceptedResponse);
    signer.sign({ head: message, payload: null });
    expect(signer.isGenuine(Buffer.from(message))).toBe(true);
    const data = Buffer.alloc(1000, 'data');
    signer.sign({ head: message, payload: data });
    expect(signer.isGenuine(Buffer.concat([message, data]))).toBe(true);
    message.writeUInt32LE(message.readUInt32LE(16) & ~8, 16);
    expect(signer.isGenuine(message)).toBe(false);
  });
});

describe('encryption', () => {
  const [gcm128, ccm128] = [ciphers.get(2), ciphers.get(1)];
  if (gcm128 === undefined || ccm128 === undefined) throw new Error('no ciphers');

  test('that was agreed on is not left away', () => {
    const key = Buffer.alloc(16);
    const sealer = sealerOf(gcm128, { signing: key, toServer: key, fromServer: key }, 7n);
    const protection = { sessionId: 7n, signer: signerOf('AES-128-GMAC', key), sealer };
    const detail = 'an answer without the encryption that was agreed on';
    expect(() => openFrame(Buffer.from(acceptedResponse), protection)).toThrow(
      expect.objectContaining({ code: 'REPLICA_TAMPERED', params: { detail } }),
    );
  });

  test('AES-128-CCM of SMB 3.0', () => {
    const keys = sessionKeys(dialects.smb300, hex('B4546771B515F766A86735532DD6C4F0'), Buffer.alloc(64), 16);
    expect(keys.toServer).toEqual(hex('261B72350558F2E9DCF613070383EDBF'));
    expect(keys.fromServer).toEqual(hex('8FE2B57EC34D2DB5B1A9727F526BBDB5'));
    const answer = hex(`FD534D42A6015530A18F6D9AFFE22AFAE8E66484860000000000000011000014
      00E4080050000000000001001100001400E40800DBF46435C5F14169293CE079
      E344479BF670227E49873F458672C3098DAC467DD5809F369D67409166515787
      1483E01F7BECD02064EAC3E235F913668BBC2F097980D4B378F1993EFF6E60D1
      77309E5B`);
    expect(sealerOf(ccm128, keys, 0x8e40014000011n).open(answer)).toEqual(
      hex(`FE534D4240000100000000000900210009000000000000000400000000000000
        FFFE0000010000001100001400E4080000000000000000000000000000000000
        11000000170000000000000000000000`),
    );
  });

  test('AES-128-GCM of SMB 3.1.1', () => {
    const preauth = hex(`B23F3CBFD69487D9832B79B1594A367CDD950909B774C3A4C412B4FCEA9EDDDBA7DB256BA2EA30E9
      77F11F9B113247578E0E915C6D2A513B8F2FCA5707DC8770`);
    const keys = sessionKeys(dialects.smb311, hex('419FDDF34C1E001909D362AE7FB6AF79'), preauth, 16);
    expect(keys.toServer).toEqual(hex('A2F5E80E5D59103034F32E52F698E5EC'));
    expect(keys.fromServer).toEqual(hex('748C50868C90F302962A5C35F5F9A8BF'));
    const sealed = hex(`FD534D42ACBE1CB7ED343ADF1725EF144D90D4B0E06831DD2E8EB7B4000000000000000050000000
      00000100250000000010000026BBBF949983A6C1C796559D0F2C510CB651D1F7B6AC8DED32A2A0B8
      F2D793A815C6F6B848D69767A215841A42D400AE6DDB5F0B44173A014973321FDD7950DA6179159B
      82E03C9E18A050FF0EA1C967`);
    expect(sealerOf(gcm128, keys, 0x100000000025n).open(sealed)).toEqual(
      hex(`FE534D4240000100000000000900010001000000000000000500000000000000FFFE000001000000
        25000000001000000000000000000000000000000000000011000000170000000000000000000000`),
    );
  });

  test.each([...ciphers.values()])('$name: what one side seals the other opens, and nothing else', (cipher) => {
    const [ours, theirs] = [Buffer.alloc(cipher.keyBytes, 1), Buffer.alloc(cipher.keyBytes, 2)];
    const client = sealerOf(cipher, { signing: ours, toServer: ours, fromServer: theirs }, 7n);
    const server = sealerOf(cipher, { signing: ours, toServer: theirs, fromServer: ours }, 7n);
    const message = Buffer.alloc(1000, 'message');
    const frame = Buffer.concat(client.seal({ head: message, payload: null }));
    expect(server.open(frame)).toEqual(message);
    const apart = client.seal({ head: message.subarray(0, 112), payload: message.subarray(112) });
    expect(server.open(Buffer.concat(apart))).toEqual(message);
    expect(Buffer.concat(client.seal({ head: message, payload: null }))).not.toEqual(frame);
    for (let at = 4; at < frame.length; at += 7) {
      const changed = Buffer.from(frame);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      // The last bytes of the nonce's field belong to no nonce, but are authenticated all the same.
      expect(() => server.open(changed), `byte ${at}`).toThrow(expect.objectContaining({ code: 'REPLICA_TAMPERED' }));
    }
  });
});
