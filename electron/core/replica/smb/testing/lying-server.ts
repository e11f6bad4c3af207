import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type Cipher, dialects } from '../dialect.ts';
import { isSealed, sealerOf } from '../encryption.ts';
import { FrameSplitter } from '../frame-splitter.ts';
import { commands, headerBytes } from '../header.ts';
import { attributeBytes } from '../ntlm-challenge.ts';
import { type Credentials, NtlmSignatures, ntlmProof, passwordHash } from '../ntlm-keys.ts';
import { PreauthHash } from '../preauth.ts';
import type { Protection } from '../protection.ts';
import { Rc4 } from '../rc4.ts';
import { sessionKeys } from '../session-keys.ts';
import { signerOf } from '../signing.ts';
import { mechanismList } from '../spnego.ts';
import { answerHead, answerTo, type ServerState, structure } from './server-answers.ts';

const sessionId = 0x1234n;
const serverChallenge = Buffer.from('0123456789abcdef', 'hex');

export interface Lies {
  /** An answer before it is signed or encrypted: what a server says that knows the password and lies. */
  readonly answer: (message: Buffer) => Buffer;
  /** What goes on the wire: what somebody on the way makes of it. An empty one is lost. */
  readonly frame: (bytes: Buffer) => Buffer;
}

/** A cipher and its number on the wire. */
export interface ServerCipher {
  readonly number: number;
  readonly cipher: Cipher;
}

export interface LyingServer extends AsyncDisposable {
  readonly port: number;
  /** Takes nothing from the network any more, and answers nothing. */
  readonly turnDeaf: () => void;
}

/** An SMB 3.1.1 server that knows the credentials and gives right answers, which `lies` may change. */
export async function startLyingServer(
  credentials: Credentials,
  cipher: ServerCipher | null,
  lies: Lies,
): Promise<LyingServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const conversation = new Conversation(credentials, cipher, lies, socket);
    const splitter = new FrameSplitter();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const frame of splitter.push(chunk)) conversation.take(frame);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    turnDeaf: () => {
      for (const socket of sockets) socket.pause();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class Conversation {
  readonly #preauth = new PreauthHash();
  readonly #state: ServerState = { size: 0, isListed: false };
  readonly #credentials: Credentials;
  readonly #cipher: ServerCipher | null;
  readonly #lies: Lies;
  readonly #socket: Socket;
  #protection: Protection | null = null;
  #isChallenged = false;

  constructor(credentials: Credentials, cipher: ServerCipher | null, lies: Lies, socket: Socket) {
    this.#credentials = credentials;
    this.#cipher = cipher;
    this.#lies = lies;
    this.#socket = socket;
  }

  take(frame: Buffer): void {
    const isProtected = isSealed(frame);
    const request = isProtected ? (this.#protection?.sealer?.open(frame) ?? frame) : frame;
    const command = request.readUInt16LE(12);
    if (command === commands.NEGOTIATE) this.#answerInTheOpen(request, 0, negotiatedBody(this.#cipher?.number ?? 0));
    else if (command === commands.SESSION_SETUP) this.#logOn(request);
    else {
      const { status, body } = answerTo(request, this.#state);
      const message = this.#lies.answer(Buffer.concat([answerHead(request, sessionId, status), body]));
      this.#send(message, isProtected);
    }
  }

  #answerInTheOpen(request: Buffer, status: number, body: Buffer): void {
    this.#preauth.add(request);
    const id = request.readUInt16LE(12) === commands.NEGOTIATE ? 0n : sessionId;
    const message = this.#lies.answer(Buffer.concat([answerHead(request, id, status), body]));
    this.#preauth.add(message);
    this.#wire([message]);
  }

  #logOn(request: Buffer): void {
    if (!this.#isChallenged) {
      this.#isChallenged = true;
      this.#answerInTheOpen(request, 0xc000_0016, tokenBody(challengeToken()));
      return;
    }
    this.#preauth.add(request);
    const ntlm = request.subarray(request.indexOf('NTLMSSP\0', 0, 'latin1'));
    const field = (at: number): Buffer => {
      const offset = ntlm.readUInt32LE(at + 4);
      return ntlm.subarray(offset, offset + ntlm.readUInt16LE(at));
    };
    const { baseKey } = ntlmProof(passwordHash(this.#credentials), serverChallenge, field(20).subarray(16));
    const sessionKey = new Rc4(baseKey).apply(field(52));
    const keys = sessionKeys(dialects.smb311, sessionKey, this.#preauth.value, this.#cipher?.cipher.keyBytes ?? 16);
    const swapped = { ...keys, toServer: keys.fromServer, fromServer: keys.toServer };
    const sealer = this.#cipher === null ? null : sealerOf(this.#cipher.cipher, swapped, sessionId);
    const signer = signerOf('AES-128-GMAC', keys.signing);
    this.#protection = { sessionId, signer, sealer };
    const signature = new NtlmSignatures(sessionKey, 'server').sign(mechanismList);
    const body = tokenBody(der(0xa1, der(0x30, der(0xa0, der(0x0a, Buffer.of(0))), der(0xa3, der(0x04, signature)))));
    this.#send(this.#lies.answer(Buffer.concat([answerHead(request, sessionId, 0), body])), false);
  }

  #send(message: Buffer, isSealedAnswer: boolean): void {
    const { sealer = null, signer } = this.#protection ?? {};
    if (isSealedAnswer && sealer !== null) {
      this.#wire(sealer.seal({ head: message, payload: null }));
      return;
    }
    if (message.length >= headerBytes) signer?.sign({ head: message, payload: null });
    this.#wire([message]);
  }

  #wire(parts: readonly Buffer[]): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(parts.reduce((sum, part) => sum + part.length, 0));
    const bytes = this.#lies.frame(Buffer.concat([length, ...parts]));
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }
}

function negotiatedBody(cipher: number): Buffer {
  const body = structure(65, 64);
  const context = (type: number, ...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(8 + Math.ceil((2 * values.length) / 8) * 8);
    bytes.writeUInt16LE(type);
    bytes.writeUInt16LE(2 * values.length, 2);
    for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 8 + 2 * index);
    return bytes;
  };
  const contexts = [context(1, 1, 0, 1), context(2, 1, cipher), context(8, 1, 2)];
  body.writeUInt16LE(3, 2);
  body.writeUInt16LE(dialects.smb311, 4);
  body.writeUInt16LE(contexts.length, 6);
  body.writeUInt32LE(0x44, 24);
  for (const at of [28, 32, 36]) body.writeUInt32LE(1024 * 1024, at);
  body.writeUInt16LE(128, 56);
  body.writeUInt32LE(128, 60);
  return Buffer.concat([body, ...contexts]);
}

function challengeToken(): Buffer {
  const info = attributeBytes([
    { id: 1, value: Buffer.from('LIAR', 'utf16le') },
    { id: 7, value: Buffer.alloc(8, 1) },
  ]);
  const head = Buffer.alloc(56);
  head.write('NTLMSSP\0', 0, 'latin1');
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(0xe2898235, 20);
  serverChallenge.copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt32LE(head.length, 44);
  const ntlm = Buffer.concat([head, info]);
  return der(0xa1, der(0x30, der(0xa0, der(0x0a, Buffer.of(1))), der(0xa2, der(0x04, ntlm))));
}

function tokenBody(token: Buffer): Buffer {
  const body = structure(9, 8);
  body.writeUInt16LE(72, 4);
  body.writeUInt16LE(token.length, 6);
  return Buffer.concat([body, token]);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? Buffer.of(content.length) : Buffer.of(0x81, content.length);
  return Buffer.concat([Buffer.of(tag), length, content]);
}
