import { AppError } from '../../errors.ts';
import type { Posted, SmbConnection } from './connection.ts';
import { headerBytes } from './header.ts';
import { malformed } from './malformed.ts';
import type { Request } from './outgoing.ts';
import type { Reply } from './pending.ts';
import { access } from './requests.ts';
import { joinPath } from './share-path.ts';
import { status, statusError } from './status.ts';

const diskShare = 1;
const demandsEncryption = 0x8000;
const treeBody = Buffer.of(4, 0, 0, 0);

/** A share that is connected. */
export class SmbTree {
  readonly connection: SmbConnection;
  /** The most bytes of one READ or WRITE. */
  readonly transferBytes: number;
  readonly #id: number;
  readonly #share: string;
  readonly #isWritable: boolean;

  private constructor(connection: SmbConnection, transferBytes: number, share: string, reply: Reply) {
    this.connection = connection;
    this.transferBytes = transferBytes;
    this.#share = share;
    this.#id = reply.header.treeId;
    this.#isWritable = (reply.message.u32(76) & (access.writeData | access.appendData)) !== 0;
  }

  /** REPLICA_SHARE_NOT_FOUND, REPLICA_DENIED, REPLICA_ENCRYPTION_MISSING. */
  static async connect(
    connection: SmbConnection,
    {
      share,
      transferBytes,
      isEncrypted,
    }: { readonly share: string; readonly transferBytes: number; readonly isEncrypted: boolean },
    signal: AbortSignal,
  ): Promise<SmbTree> {
    const { host } = connection.address;
    const place = `\\\\${host}\\${share}`;
    const path = Buffer.from(place, 'utf16le');
    const fixed = Buffer.alloc(8);
    fixed.writeUInt16LE(9, 0);
    fixed.writeUInt16LE(headerBytes + fixed.length, 4);
    fixed.writeUInt16LE(path.length, 6);
    const reply = await connection.ask({ command: 'TREE_CONNECT', body: Buffer.concat([fixed, path]) }, signal);
    if (reply.header.status === status.badNetworkName) throw new AppError('REPLICA_SHARE_NOT_FOUND', { share: place });
    if (reply.header.status !== status.ok) throw statusError(reply.header.status, place);
    const { message } = reply;
    message.expectStructure(headerBytes, 16);
    if (message.u8(66) !== diskShare) throw new AppError('REPLICA_SHARE_NOT_FOUND', { share: place });
    if ((message.u32(68) & demandsEncryption) !== 0 && !isEncrypted) {
      throw new AppError('REPLICA_ENCRYPTION_MISSING', { host });
    }
    return new SmbTree(connection, transferBytes, share, reply);
  }

  /** A path below the share as a person would write it. */
  place(path: string): string {
    const unc = `\\\\${this.connection.address.host}\\${this.#share}`;
    return joinPath(unc, path).replaceAll('/', '\\');
  }

  /** Sends a request to this share and resolves with its answer, whatever its status. */
  ask(request: Request, signal: AbortSignal): Promise<Reply> {
    return this.connection.ask({ ...request, treeId: this.#id }, signal);
  }

  /** Like `SmbConnection.post`. */
  post(request: Request, signal: AbortSignal): Promise<Posted> {
    return this.connection.post({ ...request, treeId: this.#id }, signal);
  }

  /** What a status means for `path`; a share that nobody may write to is told from a folder that this user may not. */
  failure(code: number, path: string): AppError {
    if (code === status.accessDenied && !this.#isWritable) {
      return new AppError('REPLICA_READ_ONLY', { path: this.place(path) });
    }
    if (code === status.sessionDeleted || code === status.sessionExpired) {
      return new AppError('REPLICA_LOST', { host: this.connection.address.host, detail: 'the session has ended' });
    }
    return statusError(code, this.place(path));
  }

  /** Leaves the share and logs off, as far as the server still answers. */
  async leave(signal: AbortSignal): Promise<void> {
    await this.ask({ command: 'TREE_DISCONNECT', body: treeBody }, signal);
    await this.connection.ask({ command: 'LOGOFF', body: treeBody }, signal);
  }

  /** Fails unless the answer is one of success. */
  expectOk({ header }: Reply, path: string): void {
    if (header.status === status.ok) return;
    // A warning where only success makes sense.
    if (header.status < 0x8000_0000) throw malformed(`status 0x${header.status.toString(16)}`);
    throw this.failure(header.status, path);
  }
}
