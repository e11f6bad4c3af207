import { randomUUID } from 'node:crypto';
import { AppError, detailOf } from '../errors.ts';
import type { SecretStore } from './secret-store.ts';

const service = 'lifeboat';
// A keychain that wants its owner to unlock it waits for a person, who may not be there.
const limitMs = 20_000;

/**
 * The system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service elsewhere. Null when a
 * secret cannot be written, read and deleted there now. `owner` tells the secrets of one installation from another's.
 */
export async function openKeychain(owner: string): Promise<SecretStore | null> {
  try {
    const store = await keychainStore(owner);
    // A name of its own: two processes may look at once.
    const [name, value] = [`probe-${randomUUID()}`, randomUUID()];
    await store.set(name, value);
    const read = await store.get(name);
    await store.remove(name);
    return read === value ? store : null;
  } catch {
    // Why does not matter: there is another place, and `doctor` says which one is used.
    return null;
  }
}

async function keychainStore(owner: string): Promise<SecretStore> {
  // Loaded late: a native library that most commands do not need, and that may not be there for this system.
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // The kernel's keyring, which the library would fall back to, forgets everything at the next boot.
  const entry = (name: string) => new AsyncEntry(service, `${owner}/${name}`, { linux: { store: 'secret-service' } });
  return {
    kind: 'keychain',
    get: (name) => ask((signal) => entry(name).getPassword(signal)),
    set: (name, value) => ask((signal) => entry(name).setPassword(value, signal)),
    async remove(name) {
      await ask((signal) => entry(name).deleteCredential(signal));
    },
  };
}

async function ask<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await limited(act);
  } catch (error) {
    throw new AppError('SECRETS_UNUSABLE', { detail: detailOf(error) }, { cause: error });
  }
}

/** The library looks at its signal only before it begins. */
async function limited<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`the keychain did not answer in ${limitMs / 1000} s`)), {
      once: true,
    });
  });
  return Promise.race([act(signal), late]);
}
