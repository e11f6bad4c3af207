import { type RefObject, useEffect } from 'react';

const over = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"].listbox';

/** What of the page itself had the focus last. */
let last: HTMLElement | null = null;

function remember({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && target.closest(over) === null) last = target;
}

/** Remembers where the focus is on the page, until the returned function is called. */
export function watchFocus(): () => void {
  document.addEventListener('focusin', remember);
  return () => document.removeEventListener('focusin', remember);
}

/** Gives a focus that is nowhere to what had it last, or to the page: keys pressed nowhere do nothing. */
function giveBack(): void {
  if (last === null || document.activeElement !== document.body || document.querySelector(over) !== null) return;
  if (last.isConnected) last.focus();
  if (document.activeElement === document.body) document.querySelector('main')?.focus({ preventScroll: true });
}

/** After React Aria, which gives it back itself in the next frame when what had it is still there. */
function giveBackSoon(): void {
  requestAnimationFrame(() => requestAnimationFrame(giveBack));
}

/** For pages that take each other's place: when one goes with the focus on it, the next one has the focus. */
export function useFocusOnPage(place: unknown): void {
  useEffect(giveBackSoon, [place]);
}

/** For what lies over the page: when it goes, the focus is on the page again. */
export function useFocusReturn(): void {
  useEffect(() => giveBackSoon, []);
}

/** For a part of the page that goes by itself: when it goes with the focus in it, the page has the focus. */
export function useFocusKept(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = part.current;
    if (element === null) return undefined;
    let within = false;
    const enter = (): void => {
      within = true;
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      // Nothing that takes it: it may be the part itself that goes.
      if (relatedTarget !== null) within = false;
    };
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
      if (within) giveBackSoon();
    };
  }, [part]);
}
