import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parseEndpoint } from './endpoint.ts';
import { guardedStream } from './guarded-stream.ts';

const endpoint = parseEndpoint('unix:///test');

async function answerOf(act: (response: ServerResponse) => void) {
  const server = createServer((_, response) => act(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const response = await new Promise<IncomingMessage>((resolve) => {
    get({ port: address.port, host: '127.0.0.1' }, resolve);
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { open: () => Promise.resolve({ response }), [Symbol.asyncDispose]: close };
}

describe('a guarded stream', () => {
  test('ends where the answer ends', async () => {
    await using answer = await answerOf((response) => response.end('whole'));
    expect(await text(guardedStream(answer.open, { endpoint, what: 'x' }))).toBe('whole');
  });

  test('cut short, chunked or with a length, is an error and no end', async () => {
    const cuts = [
      (response: ServerResponse) => response,
      (response: ServerResponse) => response.setHeader('Content-Length', 100),
    ];
    for (const prepare of cuts) {
      await using answer = await answerOf((response) => prepare(response).write('half', () => response.destroy()));
      const stream = guardedStream(answer.open, { endpoint, what: 'x' });
      await expect(text(stream)).rejects.toMatchObject({ code: 'DOCKER_LOST' });
    }
  });

  test('that fails before anybody reads tells whoever reads later', async () => {
    const stream = guardedStream(() => Promise.reject(new Error('engine gone')), { endpoint, what: 'x' });
    await expect.poll(() => stream.closed).toBe(true);
    await expect(text(stream)).rejects.toThrow('engine gone');
  });

  test('that hears nothing for too long says so', async () => {
    await using answer = await answerOf((response) => response.write('then silence'));
    const stream = guardedStream(answer.open, { endpoint, what: 'read it', limitMs: 50 });
    await expect(text(stream)).rejects.toMatchObject({ code: 'STALLED', params: { what: 'read it' } });
  });

  test('does not take a slow reader for a stall', async () => {
    await using answer = await answerOf((response) => {
      response.write('first');
      setTimeout(() => response.end('second'), 20);
    });
    const stream = guardedStream(answer.open, { endpoint, what: 'x', limitMs: 60 });
    const chunks = stream[Symbol.asyncIterator]();
    await chunks.next();
    await delay(200);
    expect((await chunks.next()).done).toBe(false);
    expect((await chunks.next()).done).toBe(true);
  });

  test('ends with the reason of its signal', async () => {
    await using answer = await answerOf((response) => response.write('then silence'));
    const abort = new AbortController();
    const stream = guardedStream(answer.open, { endpoint, what: 'x', signal: abort.signal });
    const reading = text(stream);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});
