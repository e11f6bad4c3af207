import type { Catalog } from './catalog/database.ts';
import type { Clock } from './clock.ts';
import type { Docker } from './docker/client.ts';
import type { Runner } from './jobs/runner.ts';
import type { StopLedger } from './jobs/stop-ledger.ts';
import type { Log } from './log.ts';
import type { BackupEnvironment } from './schedule/environment.ts';
import type { SecretStore } from './secrets/secret-store.ts';

/** What operations work with. Made once by `createEngine`, closed with it. */
export interface EngineContext {
  /** Absolute path of Lifeboat's own folder. */
  readonly home: string;
  /** Names this installation in manifests; made at first start. */
  readonly hostId: string;
  /** `lifeboat <version>`. */
  readonly tool: string;
  readonly catalog: Catalog;
  readonly ledger: StopLedger;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  /** What the environment says about unattended backups. */
  readonly environment: BackupEnvironment;
  /** The operator's own, for programs that are run for him: compose, and the command of an upgrade. */
  readonly env: NodeJS.ProcessEnv;
  /** Opened at first use; a keychain may ask its owner. */
  readonly secrets: () => Promise<SecretStore>;
  /** The Docker engine of this installation, connected at first use. DOCKER_UNREACHABLE and its kind. */
  docker(signal?: AbortSignal): Promise<Docker>;
  /** The engine that a stop ledger names, e.g. `unix:///var/run/docker.sock`. */
  dockerAt(endpoint: string): Promise<Docker>;
}
