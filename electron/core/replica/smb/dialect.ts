/** Dialects that this client speaks, by their number on the wire. */
export const dialects = { smb210: 0x0210, smb300: 0x0300, smb302: 0x0302, smb311: 0x0311 } as const;

/** As a person writes it, by number on the wire; what is not here is not spoken. */
export const dialectNames: ReadonlyMap<number, string> = new Map([
  [dialects.smb210, 'SMB 2.1'],
  [dialects.smb300, 'SMB 3.0'],
  [dialects.smb302, 'SMB 3.0.2'],
  [dialects.smb311, 'SMB 3.1.1'],
]);

/** An algorithm that encrypts and authenticates. */
export interface Cipher {
  readonly name: string;
  readonly mode: 'gcm' | 'ccm';
  readonly keyBytes: 16 | 32;
}

/** By number on the wire, the most wanted first. */
export const ciphers: ReadonlyMap<number, Cipher> = new Map<number, Cipher>([
  [2, { name: 'AES-128-GCM', mode: 'gcm', keyBytes: 16 }],
  [4, { name: 'AES-256-GCM', mode: 'gcm', keyBytes: 32 }],
  [1, { name: 'AES-128-CCM', mode: 'ccm', keyBytes: 16 }],
  [3, { name: 'AES-256-CCM', mode: 'ccm', keyBytes: 32 }],
]);

/** An algorithm that signs, as a person writes it. */
export type SigningAlgorithm = 'AES-128-GMAC' | 'AES-128-CMAC' | 'HMAC-SHA256';

/** By number on the wire, the most wanted first. */
export const signingAlgorithms: ReadonlyMap<number, SigningAlgorithm> = new Map<number, SigningAlgorithm>([
  [2, 'AES-128-GMAC'],
  [1, 'AES-128-CMAC'],
  [0, 'HMAC-SHA256'],
]);
