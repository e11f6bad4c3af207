import { Fields } from './fields.ts';
import { malformed } from './malformed.ts';

/** Attributes of a server in a challenge, by number (MS-NLMP 2.2.2.1). */
export const attributes = {
  end: 0,
  netbiosName: 1,
  dnsName: 3,
  flags: 6,
  time: 7,
  targetName: 9,
  channelBinding: 10,
} as const;

/** One attribute of a server (AV_PAIR). */
export interface Attribute {
  readonly id: number;
  readonly value: Buffer;
}

/** What the server sent to be answered. */
export interface NtlmChallenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly attributes: readonly Attribute[];
}

const signature = Buffer.from('NTLMSSP\0', 'latin1');

/** Reads a CHALLENGE_MESSAGE. REPLICA_TAMPERED when it is none. */
export function readChallenge(message: Buffer): NtlmChallenge {
  const fields = new Fields(message, 'NTLM challenge');
  if (!fields.slice(0, 8).equals(signature) || fields.u32(8) !== 2) throw malformed('not an NTLM challenge');
  const info = fields.part(fields.u32(44), fields.u16(40));
  return { flags: fields.u32(20), serverChallenge: Buffer.from(fields.slice(24, 8)), attributes: readAttributes(info) };
}

function readAttributes(info: Fields): Attribute[] {
  const found: Attribute[] = [];
  for (let at = 0; at < info.length; ) {
    const id = info.u16(at);
    if (id === attributes.end) return found;
    const length = info.u16(at + 2);
    found.push({ id, value: Buffer.from(info.slice(at + 4, length)) });
    at += 4 + length;
  }
  throw malformed('NTLM challenge: attributes without an end');
}

/** Attributes in their form on the wire, with the end mark. */
export function attributeBytes(list: readonly Attribute[]): Buffer {
  const parts = list.map(({ id, value }) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}
