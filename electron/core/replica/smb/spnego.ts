// The envelope in which NTLM messages travel (RFC 4178), as far as SMB needs it.
import { malformed } from './malformed.ts';

const spnegoOid = Buffer.from('06062b0601050502', 'hex');
const ntlmOid = Buffer.from('060a2b06010401823702020a', 'hex');

const tags = { octets: 0x04, enumerated: 0x0a, sequence: 0x30, application: 0x60 } as const;
const context = (number: number): number => 0xa0 + number;

/** The list of mechanisms that this client offers: NTLM alone. What `mechListMIC` signs. */
export const mechanismList = der(tags.sequence, ntlmOid);

/** The first token: offers NTLM and has its first message. */
export function firstToken(ntlm: Buffer): Buffer {
  const offer = der(tags.sequence, der(context(0), mechanismList), der(context(2), der(tags.octets, ntlm)));
  return der(tags.application, spnegoOid, der(context(0), offer));
}

/** The second token: NTLM's answer, and the signature over the list of mechanisms. */
export function secondToken(ntlm: Buffer, signature: Buffer): Buffer {
  const answer = der(
    tags.sequence,
    der(context(2), der(tags.octets, ntlm)),
    der(context(3), der(tags.octets, signature)),
  );
  return der(context(1), answer);
}

/** What a server's token says. */
export interface ServerToken {
  /** 0 accepted, 1 incomplete, 2 rejected, 3 a signature is asked for; null when the server does not say. */
  readonly state: number | null;
  readonly ntlm: Buffer | null;
  /** Over the list of mechanisms. */
  readonly signature: Buffer | null;
}

/** Reads a server's token. REPLICA_TAMPERED when it is none. */
export function readToken(token: Buffer): ServerToken {
  const outer = elements(token, 1);
  const body = elements(only(outer, context(1)), 1);
  let found: ServerToken = { state: null, ntlm: null, signature: null };
  for (const { tag, content } of elements(only(body, tags.sequence), 8)) {
    if (tag === context(0)) found = { ...found, state: only(elements(content, 1), tags.enumerated)[0] ?? null };
    if (tag === context(2)) found = { ...found, ntlm: only(elements(content, 1), tags.octets) };
    if (tag === context(3)) found = { ...found, signature: only(elements(content, 1), tags.octets) };
  }
  return found;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  if (length < 0x100) return Buffer.concat([Buffer.of(tag, 0x81, length), content]);
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 255), content]);
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

function only(found: readonly Element[], tag: number): Buffer {
  const [first] = found;
  if (first?.tag !== tag || found.length !== 1) throw malformed('SPNEGO: not the element that belongs there');
  return first.content;
}

function elements(bytes: Buffer, most: number): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (found.length === most) throw malformed('SPNEGO: too many elements');
    const tag = bytes[at];
    const { length, headBytes } = lengthAt(bytes, at + 1);
    const from = at + 1 + headBytes;
    if (tag === undefined || from + length > bytes.length) throw malformed('SPNEGO: an element beyond its end');
    found.push({ tag, content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return found;
}

function lengthAt(bytes: Buffer, at: number): { readonly length: number; readonly headBytes: number } {
  const first = bytes[at];
  if (first === undefined) throw malformed('SPNEGO: an element without a length');
  if (first < 0x80) return { length: first, headBytes: 1 };
  const count = first - 0x80;
  if (count < 1 || count > 2 || at + 1 + count > bytes.length) throw malformed('SPNEGO: a length out of bounds');
  return { length: bytes.readUIntBE(at + 1, count), headBytes: 1 + count };
}
