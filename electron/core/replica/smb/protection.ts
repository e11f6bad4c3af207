// How the messages of a session are protected on their way, both ways.
import { freeBuffer } from '../../archive/spent-buffer.ts';
import { isSealed, type Sealer } from './encryption.ts';
import { Fields } from './fields.ts';
import { headerBytes, type ReplyHeader, readHeader } from './header.ts';
import { malformed } from './malformed.ts';
import type { Outgoing } from './outgoing.ts';
import type { Signer } from './signing.ts';

/** What one session agreed on. */
export interface Protection {
  readonly sessionId: bigint;
  readonly signer: Signer;
  /** Null where the server offers no encryption. */
  readonly sealer: Sealer | null;
}

/** The bytes that go on the wire for a message, and may be freed then; without protection while the session begins. */
export function wireParts(message: Outgoing, protection: Protection | null): readonly Buffer[] {
  if (protection?.sealer) return protection.sealer.seal(message);
  protection?.signer.sign(message);
  return message.payload === null ? [message.head] : [message.head, message.payload];
}

/** The answers in a frame, decrypted. REPLICA_TAMPERED when they are not protected as agreed on. */
export function openFrame(frame: Buffer, protection: Protection | null): Buffer {
  const sealer = protection?.sealer ?? null;
  if (sealer === null) return frame;
  if (!isSealed(frame)) throw malformed('an answer without the encryption that was agreed on');
  const answers = sealer.open(frame);
  freeBuffer(frame);
  return answers;
}

/** Cuts a frame into its answers: a server may send several together. */
export function* answersIn(frame: Buffer): Generator<{ readonly bytes: Buffer; readonly header: ReplyHeader }> {
  for (let at = 0; ; ) {
    const header = readHeader(new Fields(frame.subarray(at), 'header'));
    const { next } = header;
    if (next === 0) {
      yield { bytes: frame.subarray(at), header };
      return;
    }
    if (next < headerBytes || next % 8 !== 0 || at + next > frame.length) throw malformed('answers that overlap');
    yield { bytes: frame.subarray(at, at + next), header };
    at += next;
  }
}

/** Fails unless an answer is of this session and, where it was not encrypted, signed. */
export function checkOrigin(bytes: Buffer, header: ReplyHeader, protection: Protection | null): void {
  if (protection === null) return;
  if (header.sessionId !== protection.sessionId) throw malformed('an answer of another session');
  if (protection.sealer === null && !protection.signer.isGenuine(bytes)) {
    throw malformed('a signature that does not fit');
  }
}
