import { AppError } from '../../errors.ts';
import { malformed } from './malformed.ts';
import { orAborted } from './or-aborted.ts';
import type { Reply } from './pending.ts';
import { type OpenedFile, readClosed, readCreated, readData, readWritten } from './replies.ts';
import { closeBody, createBody, type CreateFields, flushBody, readBody, writeBody } from './requests.ts';
import { wirePath } from './share-path.ts';
import { status } from './status.ts';
import type { SmbTree } from './tree.ts';

/** A WRITE that waits for its answer. */
export interface WriteUnderWay {
  /** See `Posted.sent`. */
  readonly sent: Promise<void>;
  /** Resolves when the server has taken all of it. */
  readonly written: Promise<void>;
}

/** A file or folder that is open on the server. Whoever opened it closes it. */
export class SmbFile {
  readonly tree: SmbTree;
  readonly path: string;
  readonly opened: OpenedFile;

  private constructor(tree: SmbTree, path: string, opened: OpenedFile) {
    this.tree = tree;
    this.path = path;
    this.opened = opened;
  }

  /** `path` is relative to the share. */
  static async open(
    tree: SmbTree,
    path: string,
    how: Omit<CreateFields, 'name'>,
    signal: AbortSignal,
  ): Promise<SmbFile> {
    const name = wirePath(path);
    const { reply } = await tree.post({ command: 'CREATE', body: createBody({ ...how, name }) }, signal);
    const opening = reply.then((answer) => {
      tree.expectOk(answer, path);
      return new SmbFile(tree, path, readCreated(answer.message));
    });
    try {
      return await orAborted(opening, signal);
    } catch (error) {
      // Given up before the answer came: what it opens must not stay open.
      opening.then((file) => file.abandon()).catch(() => undefined);
      throw error;
    }
  }

  /** Sends a request about this file and fails unless it succeeds. */
  async ask(request: Parameters<SmbTree['ask']>[0], signal: AbortSignal): Promise<void> {
    this.tree.expectOk(await this.tree.ask(request, signal), this.path);
  }

  /** Resolves when the request is on its way. The data is freed then: nobody may look at it any more. */
  async write(data: Buffer, offset: number, signal: AbortSignal): Promise<WriteUnderWay> {
    const { length } = data;
    const body = writeBody(this.opened.id, offset, length);
    const { sent, reply } = await this.tree.post({ command: 'WRITE', body, payload: data, bytes: length }, signal);
    const written = reply.then((answer) => this.#checkWritten(answer, length));
    written.catch(() => undefined);
    return { sent, written };
  }

  #checkWritten(answer: Reply, length: number): void {
    this.tree.expectOk(answer, this.path);
    if (readWritten(answer.message) !== length)
      throw new AppError('REPLICA_FULL', { path: this.tree.place(this.path) });
  }

  /** Resolves when the request is on its way, with the promise of exactly `length` bytes. */
  async read(offset: number, length: number, signal: AbortSignal): Promise<{ readonly data: Promise<Buffer> }> {
    const body = readBody(this.opened.id, offset, length);
    const { reply } = await this.tree.post({ command: 'READ', body, bytes: length }, signal);
    const data = reply.then((answer) => {
      if (answer.header.status !== status.endOfFile) this.tree.expectOk(answer, this.path);
      const bytes = answer.header.status === status.endOfFile ? Buffer.alloc(0) : readData(answer.message, length);
      if (bytes.length === length) return bytes;
      const detail = 'the file became shorter while it was read';
      throw new AppError('REPLICA_CALL_FAILED', { path: this.tree.place(this.path), detail });
    });
    data.catch(() => undefined);
    return { data };
  }

  /** Resolves when the server says that all is on its disk. */
  flush(signal: AbortSignal): Promise<void> {
    return this.ask({ command: 'FLUSH', body: flushBody(this.opened.id) }, signal);
  }

  /** Resolves with the file's size at its end. */
  async close(signal: AbortSignal): Promise<number> {
    const reply = await this.tree.ask({ command: 'CLOSE', body: closeBody(this.opened.id) }, signal);
    this.tree.expectOk(reply, this.path);
    const size = readClosed(reply.message);
    if (size === null) throw malformed('CLOSE: no size');
    return size;
  }

  /** Closes without waiting for the server: nobody needs the file any more. */
  abandon(): void {
    const never = new AbortController();
    this.tree.post({ command: 'CLOSE', body: closeBody(this.opened.id) }, never.signal).catch(() => undefined);
  }
}
