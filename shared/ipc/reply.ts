import type { ErrorReport } from '../errors.ts';

/** The answer to every call. Nothing is ever thrown across the boundary. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorReport };
