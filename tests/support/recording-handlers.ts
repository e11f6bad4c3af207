import type { Handlers } from '../../shared/ipc/contract.ts';

/** Handlers that do nothing but tell that they were reached. */
export function recordingHandlers(reached: (name: string, input: unknown) => void): Handlers {
  return new Proxy({} as Handlers, {
    get: (_, name) => async (input: unknown) => {
      reached(String(name), input);
      return null;
    },
  });
}
