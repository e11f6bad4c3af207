import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openCatalog } from './catalog/database.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Docker } from './docker/client.ts';
import { resolveEndpoint } from './docker/docker-context.ts';
import { type Endpoint, parseEndpoint } from './docker/endpoint.ts';
import type { Engine } from './engine-api.ts';
import type { EngineContext } from './engine-context.ts';
import { engineOf } from './engine-calls.ts';
import { createRunner } from './jobs/runner.ts';
import { createStopLedger } from './jobs/stop-ledger.ts';
import { createLog } from './log.ts';
import { backupEnvironment } from './schedule/environment.ts';
import { openSecrets } from './secrets/open-secrets.ts';
import type { SecretStore } from './secrets/secret-store.ts';
import { toolVersion } from './tool-version.ts';

export interface EngineDeps {
  /** Lifeboat's own folder: catalog, ledger, logs, sample. Made when it is not there. */
  readonly home: string;
  /** For `DOCKER_HOST` and its kin, and for LIFEBOAT_BACKUP_*. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock?: Clock;
}

/** Opens an engine on its home. Two processes may have one open on the same home. CATALOG_UNUSABLE. */
export async function createEngine(deps: EngineDeps): Promise<Engine> {
  const context = await openContext(deps);
  return engineOf(context, async () => {
    await context.runner.close();
    context.catalog.close();
  });
}

/** What operations work with, wired. Exported for tests of single operations. */
export async function openContext({ home, env, clock = systemClock }: EngineDeps): Promise<EngineContext> {
  await mkdir(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const log = createLog({ file: join(home, 'logs', 'lifeboat.log') });
  const catalog = openCatalog(join(home, 'catalog.db'), clock);
  const hostId = catalog.settings.get('hostId', z.uuid()) ?? newHostId();
  function newHostId(): string {
    const id = randomUUID();
    catalog.settings.set('hostId', id);
    return id;
  }
  const connections = new Map<string, Promise<Docker>>();
  const connect = async (endpoint: Endpoint, signal?: AbortSignal): Promise<Docker> => {
    const known = connections.get(endpoint.text) ?? loadAndConnect(endpoint, signal);
    connections.set(endpoint.text, known);
    // An engine that was away may be back at the next call.
    known.catch(() => connections.delete(endpoint.text));
    return known;
  };
  let secrets: Promise<SecretStore> | null = null;
  return {
    home,
    hostId,
    tool: `lifeboat ${toolVersion}`,
    catalog,
    ledger: createStopLedger(catalog, join(home, 'ledger')),
    runner: createRunner({ catalog, clock, log }),
    clock,
    log,
    environment: backupEnvironment(env),
    env,
    secrets: () => (secrets ??= openSecrets({ home, hostId, env })),
    docker: async (signal) => connect(await resolveEndpoint(env, homedir()), signal),
    dockerAt: async (endpoint) => connect(parseEndpoint(endpoint)),
  };
}

/** Loads what speaks to an engine when one is needed: it costs a quarter of a second, and folder stacks need none. */
async function loadAndConnect(endpoint: Endpoint, signal?: AbortSignal): Promise<Docker> {
  const { connectDocker } = await import('./docker/client.ts');
  return connectDocker(endpoint, signal);
}
