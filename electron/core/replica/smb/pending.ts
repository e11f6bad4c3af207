import type { Fields } from './fields.ts';
import type { CommandName, ReplyHeader } from './header.ts';

/** An answer whose signature or encryption has been checked, if the session has any yet. */
export interface Reply {
  readonly header: ReplyHeader;
  /** From the header on: offsets in an answer's body count from there. */
  readonly message: Fields;
}

/** A request that the server owes an answer to. */
export interface PendingRequest {
  readonly command: CommandName;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  /** Ticks of the watchdog since it was sent. */
  ticks: number;
}
