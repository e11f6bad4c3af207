import { describe, expect, it, vi } from 'vitest';
import type { PanelEvent } from '../../shared/ipc/events.ts';
import type { Job } from '../../shared/model/job.ts';
import { idleTriggers } from '../../shared/stack/gives-way.ts';
import { Quitting } from './quitting.ts';

const time = '2026-11-20T04:00:00.000Z';

function aJob(id: string, endedAt: string | null, trigger = 'manual'): Job {
  return {
    id,
    kind: 'backup',
    stackId: id,
    stack: id,
    backupId: null,
    status: endedAt === null ? 'running' : 'succeeded',
    trigger,
    progress: { phase: 'copying', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
    cancelRequested: false,
    warning: null,
    outputPath: null,
    createdAt: time,
    startedAt: time,
    endedAt,
    error: null,
    revision: 1,
  };
}

/** A way out whose engine closes when `closed` is settled, and a log of all that happened. */
function aWayOut() {
  const log: string[] = [];
  let tell: (job: Job) => void = () => undefined;
  const closed = Promise.withResolvers<void>();
  const quitting = new Quitting({
    engine: {
      onJob: (listener) => {
        tell = listener;
        return () => undefined;
      },
      close: () => {
        log.push('engine closes');
        return closed.promise;
      },
    },
    window: {
      show: () => log.push('shown'),
      send: (event: PanelEvent) => log.push(event.type === 'quit-asked' ? `asked about ${event.job.id}` : event.type),
    },
    end: () => log.push('end'),
  });
  return {
    quitting,
    log,
    begin: (id: string, trigger?: string) => tell(aJob(id, null, trigger)),
    finish: (id: string) => tell(aJob(id, time)),
    engineCloses: async () => {
      closed.resolve();
      await new Promise(setImmediate);
    },
    engineFails: async () => {
      closed.reject(new Error('it did not close'));
      await new Promise(setImmediate);
    },
    /** A quit of Electron's own; whether it may go on. */
    electronQuits: () => {
      let goes = true;
      quitting.guard({
        preventDefault: () => {
          goes = false;
        },
      });
      return goes;
    },
  };
}

describe('without a job', () => {
  it('ends at once, but not before the engine is closed', async () => {
    const { quitting, log, engineCloses } = aWayOut();
    quitting.ask();
    expect(log).toEqual(['engine closes']);
    await engineCloses();
    expect(log).toEqual(['engine closes', 'end']);
  });

  it('ends once, however often it is asked', async () => {
    const { quitting, log, electronQuits, engineCloses } = aWayOut();
    quitting.ask();
    quitting.ask();
    expect(electronQuits()).toBe(false);
    quitting.decide('cancel');
    await engineCloses();
    quitting.ask();
    expect(log).toEqual(['engine closes', 'end']);
  });

  it('ends also where the engine could not be closed', async () => {
    const { quitting, log, engineFails } = aWayOut();
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    quitting.ask();
    await engineFails();
    expect(log).toEqual(['engine closes', 'end']);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('it did not close'));
  });
});

describe('while a pack is read again by itself', () => {
  it('does not ask: that is cancelled, and has its turn later', () => {
    const { quitting, log, begin } = aWayOut();
    begin('wiki', idleTriggers.verification);
    quitting.ask();
    expect(log).toEqual(['engine closes']);
  });

  it('asks about another job, and waits for that one only', () => {
    const { quitting, log, begin, finish } = aWayOut();
    begin('wiki', idleTriggers.verification);
    begin('shop');
    quitting.ask();
    quitting.decide('wait');
    finish('shop');
    expect(log).toEqual(['shown', 'asked about shop', 'engine closes']);
  });
});

describe('while a job runs', () => {
  it('asks, and does nothing else', () => {
    const { quitting, log, begin } = aWayOut();
    begin('wiki');
    quitting.ask();
    expect(log).toEqual(['shown', 'asked about wiki']);
  });

  it('asks for a quit that Electron began, and holds it up', () => {
    const { log, begin, electronQuits } = aWayOut();
    begin('wiki');
    expect(electronQuits()).toBe(false);
    expect(log).toEqual(['shown', 'asked about wiki']);
  });

  it('stays when told to', () => {
    const { quitting, log, begin, finish } = aWayOut();
    begin('wiki');
    quitting.ask();
    quitting.decide('stay');
    finish('wiki');
    expect(log).not.toContain('engine closes');
  });

  it('closes the engine at once when told to cancel', async () => {
    const { quitting, log, begin, engineCloses } = aWayOut();
    begin('wiki');
    quitting.decide('cancel');
    expect(log).toEqual(['engine closes']);
    await engineCloses();
    expect(log).toEqual(['engine closes', 'end']);
  });

  it('waits for the last job when told to', () => {
    const { quitting, log, begin, finish } = aWayOut();
    begin('wiki');
    begin('shop');
    quitting.decide('wait');
    finish('wiki');
    expect(log).toEqual([]);
    finish('shop');
    expect(log).toEqual(['engine closes']);
  });

  it('can be told to stay while it waits', () => {
    const { quitting, log, begin, finish } = aWayOut();
    begin('wiki');
    quitting.decide('wait');
    quitting.decide('stay');
    finish('wiki');
    expect(log).toEqual([]);
  });

  it('cannot be told to stay once the engine closes', async () => {
    const { quitting, log, begin, engineCloses } = aWayOut();
    begin('wiki');
    quitting.decide('cancel');
    quitting.decide('stay');
    quitting.ask();
    await engineCloses();
    expect(log).toEqual(['engine closes', 'end']);
  });

  it('does not wait for a job that ended before the answer', () => {
    const { quitting, log, begin, finish } = aWayOut();
    begin('wiki');
    quitting.ask();
    finish('wiki');
    quitting.decide('wait');
    expect(log).toEqual(['shown', 'asked about wiki', 'engine closes']);
  });
});

describe('a window that is closed', () => {
  it('hides where it may, and nothing ends', () => {
    const { quitting, log } = aWayOut();
    expect(quitting.windowClosed(true)).toBe('hide');
    expect(log).toEqual([]);
  });

  it('stays until the engine is closed where it may not hide', () => {
    const { quitting, log } = aWayOut();
    expect(quitting.windowClosed(false)).toBe('stay');
    expect(log).toEqual(['engine closes']);
  });

  it.each([true, false])('goes at the end, with the tray %s', async (toTray) => {
    const { quitting, electronQuits, engineCloses } = aWayOut();
    quitting.ask();
    await engineCloses();
    expect(electronQuits()).toBe(true);
    expect(quitting.windowClosed(toTray)).toBe('close');
  });
});
