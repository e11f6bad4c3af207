import { createHash } from 'node:crypto';

/**
 * The hash over all messages up to the log-on (MS-SMB2 3.1.1). The keys come from it, so whoever changed one of these
 * messages on the way leaves both sides with different keys.
 */
export class PreauthHash {
  #value = Buffer.alloc(64);

  add(message: Buffer): void {
    this.#value = createHash('sha512').update(this.#value).update(message).digest();
  }

  get value(): Buffer {
    return this.#value;
  }
}
