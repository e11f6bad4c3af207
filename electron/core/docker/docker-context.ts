import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';
import { defaultEndpoint, type Endpoint, parseEndpoint, tlsEndpoint } from './endpoint.ts';
import { errnoOf } from '../file-failure.ts';

const ClientConfig = z.object({ currentContext: z.string().optional() });

const ContextMeta = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string().optional(), SkipTLSVerify: z.boolean().optional() }) }),
});

/**
 * The engine that the `docker` command would talk to: `DOCKER_HOST`, then `DOCKER_CONTEXT`, then the
 * current context of `~/.docker/config.json`, then the platform's default. Reads files only.
 */
export async function resolveEndpoint(
  env: Readonly<Record<string, string | undefined>>,
  homeDirectory: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Endpoint> {
  const configDirectory = env['DOCKER_CONFIG'] || join(homeDirectory, '.docker');
  const host = env['DOCKER_HOST'];
  if (host) return hostEndpoint(host, env, configDirectory);
  const context = env['DOCKER_CONTEXT'] || (await currentContext(configDirectory));
  if (!context || context === 'default') return defaultEndpoint(platform);
  return contextEndpoint(context, configDirectory);
}

function hostEndpoint(
  host: string,
  env: Readonly<Record<string, string | undefined>>,
  configDirectory: string,
): Endpoint {
  const text = host.includes('://') ? host : `tcp://${host}`;
  const wantsTls = env['DOCKER_TLS_VERIFY'] && text.startsWith('tcp://');
  return wantsTls ? tlsEndpoint(text, env['DOCKER_CERT_PATH'] || configDirectory) : parseEndpoint(text);
}

async function currentContext(configDirectory: string): Promise<string | undefined> {
  const path = join(configDirectory, 'config.json');
  const text = await readIfThere(path);
  if (text === null) return undefined;
  try {
    return ClientConfig.parse(JSON.parse(text)).currentContext;
  } catch (error) {
    throw new AppError('DOCKER_ENDPOINT_INVALID', { endpoint: path, detail: detailOf(error) }, { cause: error });
  }
}

async function contextEndpoint(context: string, configDirectory: string): Promise<Endpoint> {
  // Docker's own layout: every context has a folder named by the hash of its name.
  const id = createHash('sha256').update(context).digest('hex');
  const path = join(configDirectory, 'contexts', 'meta', id, 'meta.json');
  const text = await readIfThere(path);
  if (text === null) throw new AppError('DOCKER_CONTEXT_NOT_FOUND', { context });
  const { Host: host, SkipTLSVerify: skipsVerification } = parseMeta(path, text);
  if (!host) throw new AppError('DOCKER_ENDPOINT_INVALID', { endpoint: path, detail: 'the context names no host' });
  const certificates = join(configDirectory, 'contexts', 'tls', id, 'docker');
  if (!host.startsWith('tcp://') || !(await isThere(certificates))) return parseEndpoint(host);
  // Encrypted to nobody in particular is not better than plain.
  if (skipsVerification === true) throw new AppError('DOCKER_ENDPOINT_INSECURE', { endpoint: host });
  return tlsEndpoint(host, certificates);
}

function parseMeta(path: string, text: string): z.infer<typeof ContextMeta>['Endpoints']['docker'] {
  try {
    return ContextMeta.parse(JSON.parse(text)).Endpoints.docker;
  } catch (error) {
    throw new AppError('DOCKER_ENDPOINT_INVALID', { endpoint: path, detail: detailOf(error) }, { cause: error });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw new AppError('DOCKER_ENDPOINT_INVALID', { endpoint: path, detail: detailOf(error) }, { cause: error });
  }
}
