import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { keyFileStore, secretsFile } from './key-file.ts';
import { openKeychain } from './keychain.ts';
import { keychainBefore, openSecrets } from './open-secrets.ts';
import type { SecretStore } from './secret-store.ts';

const home = await mkdtemp(join(tmpdir(), 'lifeboat-secrets-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const owner = randomUUID();
const hasKeychain = (await openKeychain(owner)) !== null;

const stores: readonly (readonly [string, () => Promise<SecretStore | null>])[] = [
  ['the key file', async () => keyFileStore(join(home, 'conformance'))],
  // Opened anew, as after a restart.
  ['the keychain', async () => (hasKeychain ? openKeychain(owner) : null)],
];

describe.each(stores)('%s', (name, open) => {
  beforeEach((context) => {
    // What the machine has not, no test can have; the other implementation is held to the same.
    if (name === 'the keychain' && !hasKeychain) context.skip('no keychain can be used here');
  });

  const opened = async (): Promise<SecretStore> => {
    const store = await open();
    if (store === null) throw new Error('it could be used before');
    return store;
  };

  it('gives back what was put in, after a restart too', async () => {
    await (await opened()).set('a', 'one');
    await (await opened()).set('b', '密码 "two"\n$(x)');
    expect(await (await opened()).get('a')).toBe('one');
    expect(await (await opened()).get('b')).toBe('密码 "two"\n$(x)');
  });

  it('has nothing under a name that was never used', async () => {
    for (const name of ['never', 'toString', '__proto__']) expect(await (await opened()).get(name)).toBe(null);
  });

  it('replaces, and removes, twice if it is told twice', async () => {
    const store = await opened();
    await store.set('c', 'old');
    await store.set('c', 'new');
    expect(await store.get('c')).toBe('new');
    await store.remove('c');
    await store.remove('c');
    expect(await store.get('c')).toBe(null);
    await store.remove('a');
    await store.remove('b');
  });

  it('keeps all of what is put in at once', async () => {
    const store = await opened();
    const names = Array.from({ length: 10 }, (_, at) => `many-${at}`);
    await Promise.all(names.map((name) => store.set(name, `of ${name}`)));
    expect(await Promise.all(names.map((name) => store.get(name)))).toEqual(names.map((name) => `of ${name}`));
    await Promise.all(names.map((name) => store.remove(name)));
  });
});

describe('the key file', () => {
  it('is for its owner alone, and gone with the last secret', async () => {
    const place = join(home, 'modes');
    await mkdir(place, { mode: 0o755 });
    const store = keyFileStore(place);
    await store.set('a', 'x');
    expect((await stat(secretsFile(place))).mode & 0o777).toBe(0o600);
    expect((await stat(place)).mode & 0o777).toBe(0o700);
    await store.remove('a');
    expect(await readdir(place)).toEqual([]);
  });

  it('that is damaged is named, without a word of what is in it', async () => {
    const place = join(home, 'damaged');
    await mkdir(place);
    await writeFile(secretsFile(place), '{"webhook-secret": "canary');
    const failure: unknown = await keyFileStore(place)
      .get('webhook-secret')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SECRETS_UNUSABLE', params: { detail: expect.stringContaining(place) } });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('canary');
  });
});

describe('where secrets are kept', () => {
  it('is the key file when that is wanted', async () => {
    const store = await openSecrets({ home, hostId: owner, env: { LIFEBOAT_SECRETS: 'key-file' } });
    expect(store.kind).toBe('key-file');
  });

  it('moves from the key file to the keychain when it is set anew, and is found in either until then', async () => {
    const first = keyFileStore(join(home, 'first'));
    const file = keyFileStore(join(home, 'second'));
    await file.set('a', 'old');
    const both = keychainBefore(first, file);
    expect(await both.get('a')).toBe('old');
    await both.set('a', 'new');
    expect([await first.get('a'), await file.get('a')]).toEqual(['new', null]);
    await file.set('a', 'left behind');
    await both.remove('a');
    expect(await both.get('a')).toBe(null);
  });
});
