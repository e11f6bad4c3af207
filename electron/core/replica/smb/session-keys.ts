import { createHmac } from 'node:crypto';
import { dialects } from './dialect.ts';

/** What signs and encrypts one session. */
export interface SessionKeys {
  readonly signing: Buffer;
  /** From this machine to the server. */
  readonly toServer: Buffer;
  readonly fromServer: Buffer;
}

/** SP 800-108 in counter mode with HMAC-SHA256, as MS-SMB2 3.1.4.2 uses it: one block, so `bytes` is 16 or 32. */
function derive(key: Buffer, label: string, context: Buffer, bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes * 8);
  return createHmac('sha256', key)
    .update(Buffer.of(0, 0, 0, 1))
    .update(`${label}\0`, 'latin1')
    .update(Buffer.of(0))
    .update(context)
    .update(length)
    .digest()
    .subarray(0, bytes);
}

/**
 * The keys of a session from the key that the log-on agreed on. `preauth` is the hash of all messages up to there (only
 * 3.1.1 uses it); `cipherKeyBytes` is the cipher's, 16 where there is none.
 */
export function sessionKeys(
  dialect: number,
  sessionKey: Buffer,
  preauth: Buffer,
  cipherKeyBytes: 16 | 32,
): SessionKeys {
  if (dialect === dialects.smb311) {
    return {
      signing: derive(sessionKey, 'SMBSigningKey', preauth, 16),
      toServer: derive(sessionKey, 'SMBC2SCipherKey', preauth, cipherKeyBytes),
      fromServer: derive(sessionKey, 'SMBS2CCipherKey', preauth, cipherKeyBytes),
    };
  }
  if (dialect === dialects.smb210) return { signing: sessionKey, toServer: sessionKey, fromServer: sessionKey };
  return {
    signing: derive(sessionKey, 'SMB2AESCMAC', Buffer.from('SmbSign\0'), 16),
    toServer: derive(sessionKey, 'SMB2AESCCM', Buffer.from('ServerIn \0'), 16),
    fromServer: derive(sessionKey, 'SMB2AESCCM', Buffer.from('ServerOut\0'), 16),
  };
}
