import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AppError, reportOf } from './errors.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

describe('what is reported of', () => {
  it('a call on a file that nobody watched is what the system said of which path', () => {
    const path = '/proc/no/such';
    const error = thrownBy(() => mkdirSync(path));
    expect(reportOf(error)).toMatchObject({ code: 'FILE_FAILED', params: { path } });
  });

  it.each(['ENOSPC', 'EDQUOT'])('%s is a full disk, also where the path is not known', (code) => {
    expect(reportOf(systemError(code, 'write'))).toEqual({ code: 'SPACE_EXHAUSTED', params: { path: '?' } });
  });

  it('a connection that is not there is no file', async () => {
    const [error] = await once(connect('/nowhere/docker.sock'), 'close').catch((thrown: unknown) => [thrown]);
    expect(error).toMatchObject({ code: 'ENOENT', syscall: 'connect' });
    expect(reportOf(error)).toMatchObject({ code: 'INTERNAL' });
  });

  it('a failure on whose way out a file could not be closed is that failure', async () => {
    const first = new AppError('SPACE_EXHAUSTED', { path: '/full' });
    const act = async (): Promise<void> => {
      await using file = { [Symbol.asyncDispose]: () => Promise.reject(systemError('EIO', 'close')) };
      void file;
      throw first;
    };
    const error: unknown = await act().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SuppressedError);
    expect(reportOf(error)).toEqual({ code: 'SPACE_EXHAUSTED', params: { path: '/full' } });
  });

  it('anything else is a fault of this program', () => {
    expect(reportOf(new TypeError('x is not a function'))).toMatchObject({ code: 'INTERNAL' });
  });
});
