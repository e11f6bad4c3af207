import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Duplex, type Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import type { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';
import { dockerFailure } from './docker-failure.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineVersion } from './engine-answers.ts';
import { createApi } from './engine-connection.ts';
import { guardedStream } from './guarded-stream.ts';
import { tapped } from './tapped.ts';

const answerLimitMs = 30_000;
const pingLimitMs = 10_000;

/** One call of the Engine API (https://docs.docker.com/reference/api/engine/). */
export interface EngineCall {
  /** A few words for errors and stalls, e.g. `stop db`. */
  readonly what: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly body?: unknown;
  /** Sent as it is, e.g. a tar; then `limitMs` counts from its end. */
  readonly upload?: Readable;
  readonly signal?: AbortSignal | undefined;
  /** How long the engine may take to begin its answer. */
  readonly limitMs?: number;
  /** How long it may then be silent within its answer. */
  readonly stallMs?: number;
}

/** A Docker engine that answered. Only `core/docker` makes calls; others hand it around. */
export interface Docker {
  readonly endpoint: Endpoint;
  readonly serverVersion: string;
  /** The answer as soon as its headers are there; its body is for `guardedStream` alone. */
  begin(call: EngineCall): Promise<IncomingMessage>;
  /** The answer's body, guarded. */
  open(call: EngineCall): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Readable }>;
  /** A call whose connection becomes a line in both directions; whoever asked for it ends it. */
  attach(call: EngineCall): Promise<Duplex>;
  /** The answer's JSON, as far as `schema` names it. */
  ask<Schema extends z.ZodType>(call: EngineCall, schema: Schema): Promise<z.infer<Schema>>;
  /** A call whose answer says nothing but that it worked. */
  tell(call: EngineCall): Promise<void>;
}

/** Connects and pings. Throws DOCKER_UNREACHABLE when nothing answers in time. */
export async function connectDocker(endpoint: Endpoint, signal?: AbortSignal): Promise<Docker> {
  const { modem } = await createApi(endpoint);
  const begin: Docker['begin'] = (call) => beginAnswer(modem, endpoint, call, isAnswer, {});
  const attach: Docker['attach'] = (call) => beginAnswer(modem, endpoint, call, isLine, { hijack: true });
  const open: Docker['open'] = async (call) => {
    const response = await begin(call);
    const { what, signal: callSignal, stallMs } = call;
    const guard = { endpoint, what, signal: callSignal, limitMs: stallMs };
    return { headers: response.headers, body: guardedStream(() => Promise.resolve({ response }), guard) };
  };
  const text = async (call: EngineCall): Promise<string> => {
    const { body } = await open(call);
    return textOf(body);
  };
  const ask: Docker['ask'] = async (call, schema) => {
    const answer = await text(call);
    try {
      return schema.parse(JSON.parse(answer));
    } catch (error) {
      throw new AppError(
        'DOCKER_CALL_FAILED',
        { call: call.what, detail: `not understood: ${detailOf(error)}` },
        { cause: error },
      );
    }
  };
  const tell: Docker['tell'] = async (call) => {
    await text(call);
  };
  const version = await ask(
    { what: 'ping', method: 'GET', path: '/version', limitMs: pingLimitMs, signal },
    EngineVersion,
  );
  return { endpoint, serverVersion: version.Version, begin, attach, open, ask, tell };
}

function isAnswer(response: unknown): response is IncomingMessage {
  return response instanceof IncomingMessage;
}

function isLine(response: unknown): response is Duplex {
  return response instanceof Duplex;
}

async function beginAnswer<Answer>(
  modem: Dockerode['modem'],
  endpoint: Endpoint,
  call: EngineCall,
  isExpected: (response: unknown) => response is Answer,
  more: { readonly hijack?: true },
): Promise<Answer> {
  const limitMs = call.limitMs ?? answerLimitMs;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(silence(endpoint, call, limitMs)), limitMs);
  const cancel = (): void => abort.abort(call.signal?.reason);
  call.signal?.addEventListener('abort', cancel, { once: true });
  // Bytes that go out are a sign of life as good as bytes that come in.
  const upload = call.upload ? tapped(call.upload, () => timer.refresh()) : null;
  try {
    call.signal?.throwIfAborted();
    return await dial(modem, { ...dialOptions(call, upload, abort.signal), ...more }, abort.signal, isExpected);
  } catch (error) {
    upload?.destroy();
    call.signal?.throwIfAborted();
    throw dockerFailure(abort.signal.aborted ? abort.signal.reason : error, endpoint, call.what);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
  }
}

function silence(endpoint: Endpoint, call: EngineCall, limitMs: number): Error {
  const seconds = Math.round(limitMs / 1000);
  if (call.upload) return new AppError('STALLED', { what: call.what, seconds });
  return new AppError('DOCKER_UNREACHABLE', {
    endpoint: endpoint.text,
    detail: `${call.what}: no answer in ${seconds} s`,
  });
}

function dialOptions(call: EngineCall, upload: Readable | null, signal: AbortSignal) {
  return {
    path: `${call.path}?`,
    method: call.method,
    options: { _query: call.query ?? {}, _body: call.body ?? {} },
    abortSignal: signal,
    // Always a stream: the library's own reading of a body never ends when the answer is cut short.
    isStream: true,
    statusCodes: { 200: true, 201: true, 204: true, 304: true },
    ...(upload ? { file: upload } : {}),
  };
}

function dial<Answer>(
  modem: Dockerode['modem'],
  options: ReturnType<typeof dialOptions>,
  signal: AbortSignal,
  isExpected: (response: unknown) => response is Answer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Also without the library's word: an answer that dies inside its error text never calls back.
    signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
    modem.dial(options, (error: unknown, response: unknown) => {
      if (isExpected(response)) resolve(response);
      else reject(asError(error));
    });
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
