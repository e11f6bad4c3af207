// MD4 (RFC 1320). NTLM hashes the password with it, and neither OpenSSL 3 nor a small library that is kept has it.

const initial = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;

interface Round {
  readonly constant: number;
  readonly order: readonly number[];
  readonly shifts: readonly [number, number, number, number];
  readonly mix: (b: number, c: number, d: number) => number;
}

const rounds: readonly Round[] = [
  {
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
    mix: (b, c, d) => (b & c) | (~b & d),
  },
  {
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
    mix: (b, c, d) => (b & c) | (b & d) | (c & d),
  },
  {
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
    mix: (b, c, d) => b ^ c ^ d,
  },
];

/** The 16-byte MD4 digest. For NTLM only: nothing else may rely on MD4. */
export function md4(message: Buffer): Buffer {
  const padded = Buffer.alloc((((message.length + 8) >> 6) + 1) << 6);
  message.copy(padded);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  const state = Int32Array.from(initial);
  for (let at = 0; at < padded.length; at += 64) addBlock(state, padded.subarray(at, at + 64));
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeInt32LE(word, 4 * index);
  return digest;
}

function addBlock(state: Int32Array, block: Buffer): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  const before = [a, b, c, d];
  for (const { constant, order, shifts, mix } of rounds) {
    for (const [step, word] of order.entries()) {
      const sum = (a + mix(b, c, d) + block.readInt32LE(4 * word) + constant) | 0;
      const shift = shifts[step & 3] ?? 0;
      [a, b, c, d] = [d, (sum << shift) | (sum >>> (32 - shift)), b, c];
    }
  }
  state.set([a, b, c, d].map((word, index) => (word + (before[index] ?? 0)) | 0));
}
