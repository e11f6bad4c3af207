import { parentPort } from 'node:worker_threads';
import type { Omission } from '../../../shared/model/backup.ts';
import { reportOf } from '../errors.ts';
import { folderTar } from './folder-tar.ts';
import { FrameBuilder } from './frame-builder.ts';
import { IndexBuilder } from './index-builder.ts';
import type { FolderInput, FromScanWorker, ScanTask, StreamInput, ToScanWorker } from './scan-messages.ts';
import { createStreamCuts } from './stream-cuts.ts';
import { TarFilter } from './tar-filter.ts';
import { TarScanner } from './tar-scanner.ts';

// Worker: turns folders, or streams of tar bytes, into checked frames and index text, one task after
// another. What costs time per byte or per file and cannot run on libuv's pool happens here.

const port = parentPort;
if (port === null) throw new Error('scan-worker runs as a worker thread');

const indexPiece = 256 * 1024;
const framesAway = 10;

const say = (message: FromScanWorker) => port.postMessage(message);

class Scan {
  readonly #task: ScanTask;
  readonly #builder = new FrameBuilder((buffer, length) => say({ type: 'frame', buffer, length }), framesAway);
  readonly #index: IndexBuilder;
  #indexText = '';
  #take: ((message: ToScanWorker) => Promise<void>) | null = null;

  constructor(task: ScanTask) {
    this.#task = task;
    this.#index = new IndexBuilder((line) => {
      this.#indexText += line;
      if (this.#indexText.length >= indexPiece) this.#flushIndex();
    }, task.capture);
  }

  async begin(): Promise<void> {
    if (this.#task.input.kind === 'folder') await this.#scanFolder(this.#task.input);
    else this.#take = this.#streamTaker(this.#task.input);
  }

  async take(message: ToScanWorker): Promise<void> {
    await this.#take?.(message);
  }

  giveBack(buffer: SharedArrayBuffer): void {
    this.#builder.giveBack(buffer);
  }

  async #scanFolder(input: FolderInput): Promise<void> {
    const scanner = new TarScanner(this.#index, this.#task.part);
    const producer = folderTar(input, this.#builder, (bytes) => scanner.push(bytes));
    let step = producer.next();
    while (step.done !== true) {
      await this.#builder.room();
      step = producer.next();
    }
    scanner.end();
    this.#finish(step.value);
  }

  #streamTaker(input: StreamInput): (message: ToScanWorker) => Promise<void> {
    const cuts = createStreamCuts(input.exclude, input.reading);
    const filter = new TarFilter({
      part: this.#task.part,
      drops: (entry) => cuts.drops(entry),
      keep: (bytes) => this.#builder.append(bytes),
      handler: this.#index,
    });
    return async (message) => {
      if (message.type === 'chunk') {
        filter.push(new Uint8Array(message.buffer, 0, message.length));
        await this.#builder.room();
        say({ type: 'taken', buffer: message.buffer });
      } else if (message.type === 'end') {
        filter.end();
        this.#finish(cuts.omitted);
      }
    };
  }

  #flushIndex(): void {
    if (this.#indexText !== '') say({ type: 'index', text: this.#indexText });
    this.#indexText = '';
  }

  #finish(omitted: readonly Omission[]): void {
    this.#builder.finish();
    this.#flushIndex();
    const captured = Object.fromEntries(
      [...this.#index.captured].map(([path, content]) => [path, content.toString('utf8')]),
    );
    say({ type: 'done', summary: { entries: this.#index.entries, omitted, captured } });
  }
}

let scan: Scan | null = null;
// Messages are taken one after another: a chunk waits until the one before it has found room.
let queue = Promise.resolve();

function enqueue(act: () => Promise<void>): void {
  queue = queue.then(act).catch((error: unknown) => say({ type: 'failed', report: reportOf(error) }));
}

port.on('message', (message: ToScanWorker) => {
  if (message.type === 'spent') {
    scan?.giveBack(message.buffer);
  } else if (message.type === 'task') {
    const next = new Scan(message.task);
    scan = next;
    enqueue(async () => next.begin());
  } else {
    enqueue(async () => scan?.take(message));
  }
});
