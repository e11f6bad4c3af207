import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { once } from 'node:events';
import { certificate, certificateKey } from './certificate.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what it gets. */
interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** What the next requests are answered with; null: never. */
  readonly answerWith: (status: number | null, headers?: Record<string, string>) => void;
}

export async function startWebhookServer(options: { readonly tls?: boolean } = {}): Promise<WebhookServer> {
  const received: Received[] = [];
  let answer: { status: number | null; headers: Record<string, string> } = { status: 200, headers: {} };
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      if (answer.status !== null) response.writeHead(answer.status, answer.headers).end('said');
    });
  };
  const server =
    options.tls === true
      ? createSecureServer({ cert: certificate, key: certificateKey }, listener)
      : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${options.tls === true ? 'https' : 'http'}://localhost:${address.port}/hooks/secret-path?x=1`,
    received,
    answerWith(status, headers = {}) {
      answer = { status, headers };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
