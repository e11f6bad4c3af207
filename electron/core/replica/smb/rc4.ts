/** The RC4 key stream, which NTLM uses to hand over a session key. Not in OpenSSL 3 without its legacy provider. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, index) => index);
  #x = 0;
  #y = 0;

  constructor(key: Buffer) {
    let y = 0;
    for (let x = 0; x < 256; x += 1) {
      y = (y + this.#at(x) + (key[x % key.length] ?? 0)) & 255;
      this.#swap(x, y);
    }
  }

  /** Encrypts or decrypts, and goes on in the key stream with the next call. */
  apply(data: Buffer): Buffer {
    return Buffer.from(data.map((byte) => byte ^ this.#next()));
  }

  #next(): number {
    this.#x = (this.#x + 1) & 255;
    this.#y = (this.#y + this.#at(this.#x)) & 255;
    this.#swap(this.#x, this.#y);
    return this.#at((this.#at(this.#x) + this.#at(this.#y)) & 255);
  }

  #at(index: number): number {
    return this.#state[index] ?? 0;
  }

  #swap(x: number, y: number): void {
    const kept = this.#at(x);
    this.#state[x] = this.#at(y);
    this.#state[y] = kept;
  }
}
