import { type CommandName, headerBytes, writeHeader } from './header.ts';

const bytesPerCredit = 65_536;

/** What is asked of a server, without anything about the connection. */
export interface Request {
  readonly command: CommandName;
  /** What follows the header. */
  readonly body: Buffer;
  /** Follows the body: the data of a WRITE. Not copied, and freed once it is sent. */
  readonly payload?: Buffer;
  /** How many bytes of data it carries or asks for; they cost credits. */
  readonly bytes?: number;
  readonly treeId?: number;
}

/** A message as it is made: the data of a WRITE stays where the caller has it. */
export interface Outgoing {
  readonly head: Buffer;
  readonly payload: Buffer | null;
}

/** Where a connection is when it sends. */
export interface Envelope {
  readonly messageId: bigint;
  readonly sessionId: bigint;
  /** Credits that the server is asked for. */
  readonly credits: number;
  /** What the message costs; 0 where the dialect knows no costs. */
  readonly charge: number;
}

/** Credits that a request costs where one message may carry more than 64 KiB. */
export function chargeOf({ bytes = 0 }: Request): number {
  return Math.max(1, Math.ceil(bytes / bytesPerCredit));
}

/** A request as a message that is neither signed nor encrypted yet. */
export function encodeRequest({ command, body, payload, treeId = 0 }: Request, envelope: Envelope): Outgoing {
  const head = Buffer.alloc(headerBytes + body.length);
  writeHeader(head, { command, treeId, ...envelope });
  body.copy(head, headerBytes);
  return { head, payload: payload ?? null };
}
