import { connect, type Socket } from 'node:net';
import { AppError, detailOf } from '../../errors.ts';
import type { ServerAddress } from './address.ts';

/** A connected socket. REPLICA_UNREACHABLE when there is none in time; AbortError. */
export async function connectSocket({ host, port, limits }: ServerAddress, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({ host, port, noDelay: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => {
    reject(new Error(`no connection within ${limits.connectMs / 1000} s`));
  }, limits.connectMs);
  const abort = (): void => {
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  socket.once('connect', resolve).on('error', reject);
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw new AppError('REPLICA_UNREACHABLE', { host, port, detail: reasonOf(error) }, { cause: error });
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', abort);
  }
}

/** The system's code of a failed connection, which says more than its sentence; several addresses fail as one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return detailOf(error);
}
