import type { SecretsKept } from '../../../shared/model/notification.ts';

/** Keeps texts that nobody else may read, each under a name. Names are this program's own, never a user's. */
export interface SecretStore {
  readonly kind: SecretsKept;
  /** Null when it has none. SECRETS_UNUSABLE. */
  readonly get: (name: string) => Promise<string | null>;
  /** When it resolves, the secret survives a restart. SECRETS_UNUSABLE. */
  readonly set: (name: string, value: string) => Promise<void>;
  /** May run twice. SECRETS_UNUSABLE. */
  readonly remove: (name: string) => Promise<void>;
}
