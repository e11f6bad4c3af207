import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { AppError, detailOf } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { SshAgent } from './ssh-agent.ts';

// Every field is set, because the library fills those that are absent from the process's environment.
const nothing = {
  socketPath: undefined,
  host: undefined,
  port: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
};

/** The library for one endpoint; nothing is sent yet. DOCKER_ENDPOINT_INVALID when its certificates cannot be read. */
export async function createApi(endpoint: Endpoint): Promise<Dockerode> {
  try {
    return new Dockerode({ ...nothing, ...(await connectionOptions(endpoint)) });
  } catch (error) {
    const params = { endpoint: endpoint.text, detail: detailOf(error) };
    throw new AppError('DOCKER_ENDPOINT_INVALID', params, { cause: error });
  }
}

async function connectionOptions(endpoint: Endpoint): Promise<Dockerode.DockerOptions & { readonly agent?: Agent }> {
  if (endpoint.kind === 'ssh') return { protocol: 'http', host: 'docker', port: 80, agent: new SshAgent(endpoint) };
  if (endpoint.kind === 'tcp') return { protocol: 'http', host: endpoint.host, port: endpoint.port };
  if (endpoint.kind !== 'tls') return { protocol: 'http', socketPath: endpoint.path };
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFile(join(endpoint.certificates, name), 'utf8')),
  );
  return { protocol: 'https', host: endpoint.host, port: endpoint.port, ca, cert, key };
}
