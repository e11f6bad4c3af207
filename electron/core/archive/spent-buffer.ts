// Smaller buffers may lie in Node's shared pool, and are not worth the trouble.
const worthIt = 64 * 1024;

/**
 * Frees the memory of a buffer that nobody will look at again. Frames are fresh buffers of megabytes: left to
 * the garbage collector, they make it mark the whole heap a hundred times per gigabyte, a fifth of all time.
 * Does nothing for a buffer that shares its memory with another one.
 */
export function freeBuffer(buffer: Buffer): void {
  const memory = buffer.buffer;
  const alone = memory.byteLength === buffer.byteLength;
  if (alone && memory instanceof ArrayBuffer && memory.byteLength >= worthIt) memory.transfer(0);
}
