import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connectDocker, type Docker } from '../../electron/core/docker/client.ts';
import { parseEndpoint } from '../../electron/core/docker/endpoint.ts';
import { runExec, startExec } from '../../electron/core/docker/exec.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { until } from '../support/until.ts';

const host = dockerHost();
const { signal } = new AbortController();

describe('a process in a container', () => {
  let client: Docker;
  let containerId = '';
  beforeAll(async () => {
    client = await connectDocker(parseEndpoint(host));
    containerId = (await docker(host, 'run', '--detach', '--network', 'none', inject('busyboxImage'))).trim();
  });
  afterAll(async () => docker(host, 'rm', '--force', containerId));

  const spec = (script: string) => ({ containerId, what: 'test', script, signal });
  const processes = async (word: string): Promise<string[]> =>
    (await docker(host, 'top', containerId)).split('\n').filter((line) => line.includes(word));

  // A process that was killed ends a moment after the first of its group.
  const gone = async (word: string): Promise<unknown> =>
    until('all of it is gone', async () => ((await processes(word)).length === 0 ? true : null));

  test('tells its output, its messages and its exit code apart', async () => {
    const end = await runExec(client, {
      ...spec('echo "$1 $WORD"; echo oh >&2; exit 7'),
      args: ['a b'],
      env: { WORD: 'c' },
    });
    expect(end).toEqual({ exitCode: 7, stdout: 'a b c\n', stderr: 'oh' });
  });

  test('reads what it is given to the end, and need not', async () => {
    const chunks = Array.from({ length: 200 }, () => Buffer.alloc(100_000, 'x'));
    const counted = await runExec(client, { ...spec('wc -c'), input: Readable.from(chunks, { objectMode: false }) });
    expect(counted.stdout.trim()).toBe('20000000');
    const unread = await runExec(client, {
      ...spec('head -c 9 >/dev/null; echo enough >&2; exit 3'),
      input: Readable.from(chunks, { objectMode: false }),
    });
    expect(unread).toEqual({ exitCode: 3, stdout: '', stderr: 'enough' });
  });

  test.each([
    ['at once', () => Readable.from(failing(0), { objectMode: false })],
    ['after a while', () => Readable.from(failing(50), { objectMode: false })],
    ['before it was given', failed],
  ])('is ended when what it is given fails %s', async (_, input) => {
    await expect(runExec(client, { ...spec('cat >/dev/null; sleep 1001'), input: input() })).rejects.toThrow(
      'cannot be read',
    );
    await gone('1001');
  });

  test('ends with all that it has started when it is aborted', async () => {
    const abort = new AbortController();
    const { stdout, ended } = await startExec(client, {
      ...spec('echo on; sleep 1002 & sleep 1002'),
      signal: abort.signal,
    });
    stdout.resume();
    await until('it runs', async () => ((await processes('sleep 1002')).length >= 2 ? true : null));
    abort.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    await gone('1002');
  });

  test('ends when nobody wants its output any more', async () => {
    const { stdout, ended } = await startExec(client, spec('while :; do echo 1003 1003; done'));
    await new Promise((resolve) => stdout.once('readable', resolve));
    stdout.destroy();
    await expect(ended).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    await gone('1003');
  });

  test('as a user that the container does not have does not run', async () => {
    // Engines differ in who says it.
    const said = await runExec(client, { ...spec('true'), user: 'postgres' }).then(JSON.stringify, String);
    expect(said).toMatch(/find user|no matching entries/u);
  });

  test('of a container that does not run is refused', async () => {
    const stopped = (await docker(host, 'create', inject('busyboxImage'))).trim();
    await expect(runExec(client, { ...spec('true'), containerId: stopped })).rejects.toMatchObject({
      code: 'DOCKER_CALL_FAILED',
    });
    await docker(host, 'rm', stopped);
  });
});

function* failing(after: number): Generator<Buffer> {
  for (let n = 0; n < after; n += 1) yield Buffer.alloc(10_000);
  throw new Error('cannot be read');
}

function failed(): Readable {
  const input = new Readable({ read: () => undefined });
  input.on('error', () => undefined);
  return input.destroy(new Error('cannot be read'));
}
