// Smaller buffers may lie in Node's shared pool, and are not worth the trouble.
const worthIt = 64 * 1024;

const spentBytes = new WeakMap<ArrayBuffer, number>();

/**
 * Says that nobody will look at these bytes again; to be said once. Memory of which every byte is spent is freed at
 * once: zlib gives its output in pieces of buffers of megabytes, and left to the garbage collector these make it
 * mark the whole heap for every twenty of them, a fifth of all time.
 */
export function freeBuffer(buffer: Uint8Array): void {
  const memory = buffer.buffer;
  if (!(memory instanceof ArrayBuffer) || memory.byteLength < worthIt) return;
  const spent = (spentBytes.get(memory) ?? 0) + buffer.byteLength;
  spentBytes.set(memory, spent);
  if (spent === memory.byteLength) memory.transfer(0);
}
