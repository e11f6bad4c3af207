import type { ChannelName } from '../../../shared/model/notification.ts';
import type { Message } from './message.ts';

/** A way to tell people. */
export interface Channel {
  readonly name: ChannelName;
  /** Where it goes, for sentences and the log: without path, user or secret. */
  readonly address: string;
  /**
   * Resolves when the other side has taken the message. `id` is the same for every attempt of one message. The
   * NOTIFY_ codes and SECRET_GONE; ends at `signal`.
   */
  readonly send: (id: string, message: Message, signal: AbortSignal) => Promise<void>;
}

/** An address of this machine, to which nothing leaves it. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu.test(host);
}
