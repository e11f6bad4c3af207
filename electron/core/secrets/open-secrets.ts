import { keyFileStore } from './key-file.ts';
import { openKeychain } from './keychain.ts';
import type { SecretStore } from './secret-store.ts';

interface Place {
  /** Lifeboat's own folder. */
  readonly home: string;
  readonly hostId: string;
  /** `LIFEBOAT_SECRETS=key-file` leaves the keychain alone: a daemon without a desktop session cannot read it. */
  readonly env: NodeJS.ProcessEnv;
}

/** The keychain where it can be used, else the key file. What the other one still has is found, and moves at the next `set`. */
export async function openSecrets({ home, hostId, env }: Place): Promise<SecretStore> {
  const file = keyFileStore(home);
  if (env['LIFEBOAT_SECRETS'] === 'key-file') return file;
  const keychain = await openKeychain(hostId);
  return keychain === null ? file : keychainBefore(keychain, file);
}

/** Exported for the test of its rule. */
export function keychainBefore(keychain: SecretStore, file: SecretStore): SecretStore {
  return {
    kind: 'keychain',
    get: async (name) => (await keychain.get(name)) ?? file.get(name),
    async set(name, value) {
      await keychain.set(name, value);
      await file.remove(name);
    },
    async remove(name) {
      await keychain.remove(name);
      await file.remove(name);
    },
  };
}
