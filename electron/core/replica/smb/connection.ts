import type { Socket } from 'node:net';
import { AppError } from '../../errors.ts';
import { freeBuffer } from '../../archive/spent-buffer.ts';
import type { ServerAddress } from './address.ts';
import { CreditPool } from './credit-pool.ts';
import { Fields } from './fields.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { commands, type ReplyHeader, unsolicited } from './header.ts';
import { malformed } from './malformed.ts';
import { orAborted } from './or-aborted.ts';
import { chargeOf, encodeRequest, type Outgoing, type Request } from './outgoing.ts';
import type { PendingRequest, Reply } from './pending.ts';
import { answersIn, checkOrigin, openFrame, type Protection, wireParts } from './protection.ts';
import { connectSocket, reasonOf } from './socket.ts';
import { status } from './status.ts';
import { Watchdog } from './watchdog.ts';

// Enough for a transfer of 32 MiB at once, and what happens beside it.
const wantedCredits = 576;

/** A request that is on its way. */
export interface Posted {
  /** Header and body without encryption: the log-on hashes them. */
  readonly message: Buffer;
  /** Resolves when the network has taken it, and also when the connection ends first: the reply tells which. */
  readonly sent: Promise<void>;
  readonly reply: Promise<Reply>;
}

/**
 * One TCP connection: frames, message ids, credits, signatures, and nobody waits for ever. The first error ends it;
 * what waits and what comes later fails with that error.
 */
export class SmbConnection {
  readonly address: ServerAddress;
  /** Whether one message may carry more than 64 KiB; the negotiation tells. */
  isMultiCredit = false;
  readonly #socket: Socket;
  readonly #credits = new CreditPool();
  readonly #splitter = new FrameSplitter();
  readonly #pending = new Map<bigint, PendingRequest>();
  readonly #watchdog: Watchdog;
  #protection: Protection | null = null;
  #sessionId = 0n;
  #messageId = 0n;
  #failure: Error | null = null;

  constructor(socket: Socket, address: ServerAddress) {
    this.address = address;
    this.#socket = socket;
    const { host, limits } = address;
    this.#watchdog = new Watchdog(limits.silenceMs, {
      tick: () => this.#tick(),
      askForSign: () => this.#askForSign(),
      giveUp: (ms) => this.fail(new AppError('REPLICA_TIMED_OUT', { host, seconds: ms / 1000 })),
    });
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) =>
      this.fail(new AppError('REPLICA_LOST', { host, detail: reasonOf(error) }, { cause: error })),
    );
    socket.on('close', () => this.fail(new AppError('REPLICA_LOST', { host, detail: 'closed by the other side' })));
  }

  /** REPLICA_UNREACHABLE when nothing answers in time. */
  static async open(address: ServerAddress, signal: AbortSignal): Promise<SmbConnection> {
    return new SmbConnection(await connectSocket(address, signal), address);
  }

  /** Sends a request when credits are there, and resolves with its answer, whatever its status. */
  async ask(request: Request, signal: AbortSignal): Promise<Reply> {
    return orAborted((await this.post(request, signal)).reply, signal);
  }

  /** Resolves when a request is on its way. */
  post(request: Request, signal: AbortSignal): Promise<Posted> {
    const posted = this.#credits.spend(this.#chargeOf(request), () => this.#send(request), signal);
    this.#checkCredits();
    return posted;
  }

  /** From here on messages carry this session's id; before the log-on is through, without protection. */
  enterSession(sessionId: bigint): void {
    this.#sessionId = sessionId;
  }

  /** From here on every message is protected, in both directions. */
  protect(protection: Protection): void {
    this.#protection = protection;
  }

  /** Ends the connection at once. */
  fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#watchdog.stop();
    this.#socket.destroy();
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
    this.#credits.fail(error);
  }

  /** Whether it has ended. */
  get isOver(): boolean {
    return this.#failure !== null;
  }

  #chargeOf(request: Request): number {
    return this.isMultiCredit ? chargeOf(request) : 1;
  }

  #send(request: Request): Posted {
    if (this.#failure !== null) throw this.#failure;
    const charge = this.#chargeOf(request);
    const outgoing = encodeRequest(request, {
      charge: this.isMultiCredit ? charge : 0,
      credits: charge + Math.max(0, wantedCredits - this.#credits.free),
      messageId: this.#messageId,
      sessionId: this.#sessionId,
    });
    const { promise: reply, resolve, reject } = Promise.withResolvers<Reply>();
    // Whoever posted may look later, or never.
    reply.catch(() => undefined);
    this.#pending.set(this.#messageId, { command: request.command, resolve, reject, ticks: 0 });
    this.#messageId += BigInt(charge);
    return { message: outgoing.head, sent: this.#write(outgoing), reply };
  }

  #write(outgoing: Outgoing): Promise<void> {
    const { payload } = outgoing;
    const parts = wireParts(outgoing, this.#protection);
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(parts.reduce((sum, part) => sum + part.length, 0));
    this.#socket.cork();
    this.#socket.write(length);
    for (const part of parts) {
      this.#socket.write(part, () => {
        freeBuffer(part);
        // On a slow line the network takes a megabyte for longer than the limit. A small message says nothing: this
        // machine takes it also when nobody is at the other end.
        if (payload !== null) this.#watchdog.sawLife();
        if (part === parts.at(-1)) resolve();
      });
    }
    this.#socket.uncork();
    return sent;
  }

  #receive(chunk: Buffer): void {
    this.#watchdog.sawLife();
    try {
      for (const frame of this.#splitter.push(chunk)) {
        if (this.#failure !== null) return;
        const answers = openFrame(frame, this.#protection);
        for (const { bytes, header } of answersIn(answers)) this.#takeAnswer(bytes, header);
      }
      freeBuffer(chunk);
    } catch (error) {
      this.fail(error instanceof Error ? error : malformed('unreadable', error));
    }
  }

  #takeAnswer(bytes: Buffer, header: ReplyHeader): void {
    // The break of a lock that we never ask for.
    if (header.messageId === unsolicited) return;
    const request = this.#pending.get(header.messageId);
    if (request === undefined) throw malformed('an answer that nobody waits for');
    if (header.command !== commands[request.command]) throw malformed('an answer to another command');
    if (header.status === status.pending) {
      // Not signed by any server: it may only say that the answer comes later.
      this.#credits.grant(header.credits);
      return;
    }
    checkOrigin(bytes, header, this.#protection);
    this.#pending.delete(header.messageId);
    this.#credits.grant(header.credits);
    request.resolve({ header, message: new Fields(bytes, request.command) });
    this.#checkCredits();
  }

  /** Who waits for credits waits for an answer that brings some. */
  #checkCredits(): void {
    if (this.#failure !== null || this.#pending.size > 0 || !this.#credits.isWaitedFor) return;
    this.fail(malformed('fewer credits than a request costs'));
  }

  #tick(): number | null {
    for (const request of this.#pending.values()) request.ticks += 1;
    const [oldest] = this.#pending.values();
    return oldest?.ticks ?? null;
  }

  #askForSign(): void {
    if (this.#protection === null || this.#credits.free < 1) return;
    const body = Buffer.alloc(4);
    body.writeUInt16LE(4);
    this.post({ command: 'ECHO', body }, new AbortController().signal).catch(() => undefined);
  }
}
