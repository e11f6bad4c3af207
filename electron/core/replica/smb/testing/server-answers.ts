// Answers of a server that does what it is asked, as whole messages without protection.
import { commands, headerBytes } from '../header.ts';

const fixedBytes = new Map<number, number>([
  [commands.LOGOFF, 4],
  [commands.TREE_DISCONNECT, 4],
  [commands.FLUSH, 4],
  [commands.ECHO, 4],
  [commands.SET_INFO, 2],
]);

/** What the server of the tests remembers: one file that stands for all. */
export interface ServerState {
  size: number;
  isListed: boolean;
}

/** The header of an answer to `request`, with as many credits as it asked for. */
export function answerHead(request: Buffer, sessionId: bigint, status: number): Buffer {
  const head = Buffer.from(request.subarray(0, headerBytes));
  head.writeUInt32LE(status, 8);
  // To the client, not signed.
  head.writeUInt32LE(1, 16);
  head.writeUInt32LE(0, 20);
  head.writeUInt32LE(1, 36);
  head.writeBigUInt64LE(sessionId, 40);
  head.fill(0, 48);
  return head;
}

/** An answer to a request of an established session: status and body. */
export function answerTo(request: Buffer, state: ServerState): { readonly status: number; readonly body: Buffer } {
  const command = request.readUInt16LE(12);
  const fixed = fixedBytes.get(command);
  if (fixed !== undefined) return { status: 0, body: structure(fixed, fixed) };
  switch (command) {
    case commands.TREE_CONNECT:
      return { status: 0, body: treeBody() };
    case commands.CREATE:
      return { status: 0, body: createdBody(request, state) };
    case commands.CLOSE:
      return { status: 0, body: closedBody(state) };
    case commands.READ:
      return { status: 0, body: dataBody(17, 80, Buffer.alloc(request.readUInt32LE(68), 7)) };
    case commands.WRITE:
      return { status: 0, body: writtenBody(request, state) };
    case commands.QUERY_INFO:
      return { status: 0, body: dataBody(9, 72, spaceInfo()) };
    case commands.QUERY_DIRECTORY:
      state.isListed = !state.isListed;
      return state.isListed
        ? { status: 0, body: dataBody(9, 72, entries(['.', '..', '第一', 'second'])) }
        : { status: 0x8000_0006, body: structure(9, 9) };
    default:
      return { status: 0xc000_00bb, body: structure(9, 9) };
  }
}

export function structure(size: number, bytes: number): Buffer {
  const body = Buffer.alloc(bytes);
  body.writeUInt16LE(size);
  return body;
}

function treeBody(): Buffer {
  const body = structure(16, 16);
  body[2] = 1;
  body.writeUInt32LE(0x1f01ff, 12);
  return body;
}

function createdBody(request: Buffer, state: ServerState): Buffer {
  const isNew = request.readUInt32LE(headerBytes + 36) === 5;
  if (isNew) state.size = 0;
  const isFolder = (request.readUInt32LE(headerBytes + 40) & 1) !== 0 || request.readUInt16LE(headerBytes + 46) === 0;
  const body = structure(89, 88);
  body.writeBigUInt64LE(BigInt(state.size), 48);
  body.writeUInt32LE(isFolder ? 0x10 : 0x80, 56);
  body.fill(5, 64, 80);
  return body;
}

function closedBody(state: ServerState): Buffer {
  const body = structure(60, 60);
  body.writeUInt16LE(1, 2);
  body.writeBigUInt64LE(BigInt(state.size), 48);
  return body;
}

function writtenBody(request: Buffer, state: ServerState): Buffer {
  const length = request.readUInt32LE(68);
  state.size = Math.max(state.size, Number(request.readBigUInt64LE(72)) + length);
  const body = structure(17, 17);
  body.writeUInt32LE(length, 4);
  return body;
}

/** A body whose data begins at `offset` of the message. */
function dataBody(size: number, offset: number, data: Buffer): Buffer {
  const body = structure(size, offset - headerBytes);
  body.writeUInt16LE(offset, 2);
  body.writeUInt32LE(data.length, 4);
  return Buffer.concat([body, data]);
}

function spaceInfo(): Buffer {
  const info = Buffer.alloc(32);
  info.writeBigUInt64LE(1_000_000n, 8);
  info.writeUInt32LE(8, 24);
  info.writeUInt32LE(512, 28);
  return info;
}

function entries(names: readonly string[]): Buffer {
  return Buffer.concat(
    names.map((name, index) => {
      const text = Buffer.from(name, 'utf16le');
      const entry = Buffer.alloc(Math.ceil((64 + text.length) / 8) * 8);
      entry.writeUInt32LE(index === names.length - 1 ? 0 : entry.length, 0);
      entry.writeUInt32LE(0x80, 56);
      entry.writeUInt32LE(text.length, 60);
      text.copy(entry, 64);
      return entry;
    }),
  );
}
