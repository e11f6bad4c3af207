import { type RefObject, useLayoutEffect, useState } from 'react';
import { rowsInSight } from './row-window.ts';

/** The rows of a scrolled list to draw, anew when it is scrolled or its size changes. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  current: number,
): readonly number[] {
  const [sight, setSight] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  return rowsInSight(sight, count, current);
}
