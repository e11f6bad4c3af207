import { setTimeout as wait } from 'node:timers/promises';
import type { Samba } from '../../support/samba.ts';
import { type Passage, startProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

/** What happens to a copy under way, on its line or at its server. */
type LineTrouble = 'kill' | 'freeze' | 'cut' | 'hole';
/** `rot`: see `rotOnce`; nothing happens to its line. */
export type Trouble = LineTrouble | 'rot';

/** What a black hole may swallow: what goes up, what comes down, or all. */
export const directions = ['up', 'down', 'both'] as const;

/** A way to the server on which one trouble waits. Closing it waits until the server runs again. */
export interface TroubledLine extends AsyncDisposable {
  readonly port: number;
  /** Whether so many bytes came by that it happened. */
  readonly happened: () => boolean;
}

export interface TroubleSpec {
  readonly kind: Trouble;
  /** After how many bytes, both ways together, counted in the middle of a packet as well. */
  readonly at: number;
  /** How long a frozen server stays so. */
  readonly frozenMs: number;
  /** By a black hole. */
  readonly swallows: (typeof directions)[number];
}

/** Opens one. */
export async function troubledLine(samba: Samba, spec: TroubleSpec): Promise<TroubledLine> {
  const { kind, at, swallows } = spec;
  let total = 0;
  let work: Promise<void> | null = null;
  const passage: Passage = (direction, chunk) => {
    const before = total;
    total += chunk.length;
    if (total < at || kind === 'rot') return chunk;
    const first = work === null;
    if (first) {
      work = happen(samba, spec);
      // Closing the line tells of it.
      work.catch(() => undefined);
    }
    if (kind === 'cut') return first ? 'cut' : chunk;
    if (kind !== 'hole') return chunk;
    if (swallows !== 'both' && swallows !== direction) return chunk;
    return chunk.subarray(0, Math.max(0, at - before));
  };
  const proxy: TcpProxy = await startProxy(samba.port, { passage });
  return {
    port: proxy.port,
    happened: () => work !== null,
    [Symbol.asyncDispose]: async () => {
      try {
        await work;
      } finally {
        await proxy[Symbol.asyncDispose]();
      }
    },
  };
}

async function happen(samba: Samba, { kind, frozenMs }: TroubleSpec): Promise<void> {
  if (kind === 'kill') {
    await samba.kill();
    await samba.start();
  }
  if (kind === 'freeze') {
    const frozen = await samba.processes();
    signalAll(frozen, 'SIGSTOP');
    await wait(frozenMs);
    signalAll(frozen, 'SIGCONT');
  }
}

function signalAll(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // That one has ended meanwhile.
    }
  }
}

/** How many bytes a line has carried while `act` ran, both ways together. */
export async function bytesOn(samba: Samba, act: (port: number) => Promise<unknown>): Promise<number> {
  let total = 0;
  await using proxy = await startProxy(samba.port, {
    passage: (_direction, chunk) => {
      total += chunk.length;
      return chunk;
    },
  });
  await act(proxy.port);
  return total;
}
