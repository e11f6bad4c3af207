import type { Page } from 'playwright';
import { z } from 'zod';

/** What the screen was given, in shares of 1 except where it says otherwise. */
export interface Frames {
  readonly count: number;
  /** Later than the refresh after the one before: more than 16.7 ms, with half a refresh of tolerance. */
  readonly late: number;
  readonly over50: number;
  readonly over100: number;
  /** Refreshes without a frame, of all refreshes. */
  readonly dropped: number;
  readonly longestMs: number;
}

const refreshMs = 1000 / 60;
const millis = z.array(z.number());

/** Counts frames while `meanwhile` runs. */
export async function watchFrames(page: Page, meanwhile: () => Promise<void>): Promise<Frames> {
  await page.evaluate(`(() => {
    const deltas = [];
    let last = performance.now();
    let watching = true;
    const onFrame = (now) => {
      deltas.push(now - last);
      last = now;
      if (watching) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(onFrame); });
    globalThis.endOfFrames = () => { watching = false; return deltas; };
  })()`);
  await meanwhile();
  return framesOf(millis.parse(await page.evaluate('globalThis.endOfFrames()')));
}

/** Pure: what a list of times between frames says. */
export function framesOf(deltas: readonly number[]): Frames {
  const share = (limit: number): number => deltas.filter((delta) => delta > limit).length / Math.max(1, deltas.length);
  const refreshes = deltas.map((delta) => Math.max(1, Math.round(delta / refreshMs)));
  const all = refreshes.reduce((sum, count) => sum + count, 0);
  return {
    count: deltas.length,
    late: share(refreshMs * 1.5),
    over50: share(50),
    over100: share(100),
    dropped: all === 0 ? 0 : (all - deltas.length) / all,
    longestMs: Math.max(0, ...deltas),
  };
}

/** From a click on a stack in the rail to the frame that shows its rows, in milliseconds. */
export async function openList(page: Page, stack: string): Promise<number> {
  return z.number().parse(
    await page.evaluate(`new Promise((resolve, reject) => {
      const item = [...document.querySelectorAll('nav button')].find((button) => button.textContent === ${JSON.stringify(stack)});
      if (item === undefined) return reject(new Error('the stack is not in the rail'));
      const start = performance.now();
      const look = () => {
        if (document.querySelector('.backup-row') === null) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve(performance.now() - start));
      };
      item.click();
      look();
    })`),
  );
}

/** Scrolls the list through, three rows in every frame, for `ms`. */
export async function scrollList(page: Page, ms: number): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('.backup-scroller');
    const end = performance.now() + ${ms};
    const step = () => {
      list.scrollTop += 120;
      if (performance.now() > end) resolve();
      else requestAnimationFrame(step);
    };
    step();
  })`);
}
