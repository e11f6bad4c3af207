/** Writes a moment in this machine's time as planned times are written: 2026-11-20 04:00, which is how Swedes do it. */
export const localTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
