// Dialects before 3.1.1 do not protect the negotiation itself, so it is asked again under the session's signature
// (MS-SMB2 3.2.5.5).
import { headerBytes } from './header.ts';
import { malformed } from './malformed.ts';
import type { Negotiated, Offer } from './negotiate.ts';
import { dialects } from './dialect.ts';
import { status } from './status.ts';
import type { SmbTree } from './tree.ts';

const validateNegotiateInfo = 0x0014_0204;
const answerBytes = 24;
// What a server of 2.1 says that does not know the question; signed, so nobody can put it there.
const unknownQuestion: ReadonlySet<number> = new Set([
  status.notSupported,
  status.invalidDeviceRequest,
  status.fileClosed,
]);

/** REPLICA_TAMPERED when the server was offered, or chose, something else than this client believes. */
export async function validateNegotiate(
  tree: SmbTree,
  offer: Offer,
  negotiated: Negotiated,
  signal: AbortSignal,
): Promise<void> {
  const { header, message } = await tree.ask({ command: 'IOCTL', body: questionBody(offer) }, signal);
  if (negotiated.dialect === dialects.smb210 && unknownQuestion.has(header.status)) return;
  if (header.status !== status.ok) throw malformed('the negotiation cannot be checked');
  message.expectStructure(headerBytes, 49);
  if (message.u32(100) !== answerBytes) throw malformed('IOCTL: an answer of another length');
  const answer = message.part(message.u32(96), answerBytes);
  const isSame =
    answer.u32(0) === negotiated.capabilities &&
    answer.slice(4, 16).equals(negotiated.serverGuid) &&
    answer.u16(20) === negotiated.securityMode &&
    answer.u16(22) === negotiated.dialect;
  if (!isSame) throw malformed('the negotiation was changed on the way');
}

function questionBody(offer: Offer): Buffer {
  const question = Buffer.alloc(24 + 2 * offer.dialects.length);
  question.writeUInt32LE(offer.capabilities, 0);
  offer.clientGuid.copy(question, 4);
  question.writeUInt16LE(offer.securityMode, 20);
  question.writeUInt16LE(offer.dialects.length, 22);
  for (const [index, dialect] of offer.dialects.entries()) question.writeUInt16LE(dialect, 24 + 2 * index);
  const fixed = Buffer.alloc(56);
  fixed.writeUInt16LE(57, 0);
  fixed.writeUInt32LE(validateNegotiateInfo, 4);
  fixed.fill(0xff, 8, 24);
  fixed.writeUInt32LE(headerBytes + fixed.length, 24);
  fixed.writeUInt32LE(question.length, 28);
  fixed.writeUInt32LE(answerBytes, 44);
  // A control code of the file system.
  fixed.writeUInt32LE(1, 48);
  return Buffer.concat([fixed, question]);
}
