import type { Phase, Progress } from '../../../shared/model/job.ts';
import type { Clock } from '../clock.ts';

/** Speed is measured over this time. */
const windowMs = 5000;
/** `add` may be called for every block; samples closer together than this say nothing more. */
const sampleEveryMs = 100;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** Counts what a job has done; cheap enough to be told of every block. */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #onPhase: () => void;
  #phase: Phase = 'preparing';
  #item: string | null = null;
  #doneBytes = 0;
  #totalBytes = 0;
  #samples: Sample[];

  /** `onPhase` is called after every change of phase. */
  constructor(clock: Clock, onPhase: () => void = () => undefined) {
    this.#clock = clock;
    this.#onPhase = onPhase;
    this.#samples = [{ at: clock(), bytes: 0 }];
  }

  /** Begins a phase; bytes count from 0 again. `totalBytes` 0: unknown, so no time left is given. */
  phase(name: Phase, totalBytes = 0): void {
    this.#phase = name;
    this.#item = null;
    this.#doneBytes = 0;
    this.#totalBytes = totalBytes;
    this.#samples = [{ at: this.#clock(), bytes: 0 }];
    this.#onPhase();
  }

  /** Names the source or part at work; null between them. */
  item(name: string | null): void {
    this.#item = name;
  }

  /** Bytes done since the last call. */
  add(bytes: number): void {
    this.#doneBytes += bytes;
    this.#sample(this.#clock());
  }

  snapshot(): Progress {
    const speed = this.#speed();
    const left = this.#totalBytes - this.#doneBytes;
    return {
      phase: this.#phase,
      item: this.#item,
      doneBytes: this.#doneBytes,
      totalBytes: this.#totalBytes,
      speed,
      etaMs: speed > 0 && left >= 0 && this.#totalBytes > 0 ? Math.round((left / speed) * 1000) : null,
    };
  }

  #speed(): number {
    const now = this.#clock();
    this.#sample(now);
    const oldest = this.#samples[0];
    if (oldest === undefined || now <= oldest.at) return 0;
    return Math.round(((this.#doneBytes - oldest.bytes) / (now - oldest.at)) * 1000);
  }

  #sample(now: number): void {
    const last = this.#samples.at(-1);
    // A clock that was set back: what was measured before it means nothing.
    if (last !== undefined && now < last.at) this.#samples = [];
    else if (last !== undefined && now - last.at < sampleEveryMs) return;
    this.#samples.push({ at: now, bytes: this.#doneBytes });
    // The last sample from before the window stays: it is where the window's bytes are counted from.
    while ((this.#samples[1]?.at ?? now) <= now - windowMs) this.#samples.shift();
  }
}
