import { AppError } from '../errors.ts';

/**
 * Where a Docker engine answers. `text` says everything that is needed to reach it again, so it is what
 * the stop ledger stores; keys are never in it, only the folder that holds them.
 */
export type Endpoint =
  | { readonly kind: 'socket' | 'pipe'; readonly text: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly text: string; readonly host: string; readonly port: number }
  | {
      readonly kind: 'tls';
      readonly text: string;
      readonly host: string;
      readonly port: number;
      readonly certificates: string;
    }
  | {
      readonly kind: 'ssh';
      readonly text: string;
      readonly user: string | null;
      readonly host: string;
      readonly port: number | null;
    };

const certificatesParameter = 'certificates';

/**
 * Reads `unix://`, `npipe://`, `tcp://`, `ssh://`, and our own `tcp://host:port?certificates=<folder>`
 * for TLS. Without TLS, `tcp://` is accepted for loopback addresses alone: whoever can talk to the
 * engine is root on its machine.
 */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith('unix://')) return localEndpoint('socket', text, text.slice('unix://'.length));
  if (text.startsWith('npipe://')) {
    return localEndpoint('pipe', text, text.slice('npipe://'.length).replaceAll('\\', '/'));
  }
  if (text.startsWith('ssh://')) return sshEndpoint(text);
  if (text.startsWith('tcp://') || text.startsWith('https://') || text.startsWith('http://')) return tcpEndpoint(text);
  throw invalid(text, 'it does not begin with unix://, npipe://, tcp:// or ssh://');
}

/** The endpoint of a TLS engine whose `ca.pem`, `cert.pem` and `key.pem` are in the folder `certificates`. */
export function tlsEndpoint(text: string, certificates: string): Endpoint {
  const url = parseUrl(text);
  url.searchParams.set(certificatesParameter, certificates);
  return parseEndpoint(`tcp://${url.host}/?${url.searchParams.toString()}`);
}

/** The engine that is used when nobody names one. */
export function defaultEndpoint(platform: NodeJS.Platform): Endpoint {
  return parseEndpoint(platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock');
}

/** Whether a host name or address can only be this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/u.test(host);
}

function localEndpoint(kind: 'socket' | 'pipe', text: string, path: string): Endpoint {
  if (!path.startsWith('/')) throw invalid(text, 'the path is not absolute');
  return { kind, text, path };
}

function tcpEndpoint(text: string): Endpoint {
  const url = parseUrl(text);
  const certificates = url.searchParams.get(certificatesParameter);
  const host = url.hostname;
  if (host === '') throw invalid(text, 'it names no host');
  if (certificates !== null) return { kind: 'tls', text, host, port: portOf(url, 2376), certificates };
  if (text.startsWith('https://')) throw invalid(text, 'TLS needs a folder with certificates');
  if (!isLoopback(host)) throw new AppError('DOCKER_ENDPOINT_INSECURE', { endpoint: text });
  return { kind: 'tcp', text, host, port: portOf(url, 2375) };
}

function sshEndpoint(text: string): Endpoint {
  const url = parseUrl(text);
  if (url.password !== '') throw invalid('ssh://…', 'a password in the address is not supported, use a key');
  if (url.pathname !== '' && url.pathname !== '/') throw invalid(text, 'a path after the host is not supported');
  const host = url.hostname;
  const user = url.username === '' ? null : decodeURIComponent(url.username);
  // A host or user that begins with a dash would be read by ssh as an option.
  if (host === '' || host.startsWith('-') || user?.startsWith('-') === true) throw invalid(text, 'it names no host');
  return { kind: 'ssh', text, user, host, port: url.port === '' ? null : Number(url.port) };
}

function parseUrl(text: string): URL {
  // `URL` takes the host of a scheme that it does not know as opaque text; that of `ftp` it checks.
  const known = text.replace(/^[a-z]+:\/\//u, 'ftp://');
  if (!URL.canParse(known)) throw invalid(text, 'it is not an address');
  return new URL(known);
}

function portOf(url: URL, standard: number): number {
  return url.port === '' ? standard : Number(url.port);
}

function invalid(endpoint: string, detail: string): Error {
  return new AppError('DOCKER_ENDPOINT_INVALID', { endpoint, detail });
}
