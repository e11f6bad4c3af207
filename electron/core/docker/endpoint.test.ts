import { describe, expect, test } from 'vitest';
import { hasCode } from '../errors.ts';
import { parseEndpoint, tlsEndpoint } from './endpoint.ts';

function failureOf(text: string): unknown {
  try {
    return parseEndpoint(text);
  } catch (error) {
    return error;
  }
}

describe('an endpoint', () => {
  test.for([
    ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'pipe', path: '//./pipe/docker_engine' }],
    ['tcp://127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['tcp://127.8.9.1', { kind: 'tcp', host: '127.8.9.1', port: 2375 }],
    ['tcp://localhost:80', { kind: 'tcp', host: 'localhost', port: 80 }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '[::1]', port: 2375 }],
    ['ssh://me@host.example:2222', { kind: 'ssh', user: 'me', host: 'host.example', port: 2222 }],
    ['ssh://host', { kind: 'ssh', user: null, host: 'host', port: null }],
  ] as const)('%s', ([text, expected]) => {
    expect(parseEndpoint(text)).toEqual({ text, ...expected });
  });

  test.for([
    'tcp://10.0.0.1:2375',
    'tcp://127.0.0.1.evil.example',
    'tcp://localhost.evil',
    'tcp://0.0.0.0:2375',
    'http://host',
  ])('%s without TLS is refused', (text) => {
    expect(hasCode(failureOf(text), 'DOCKER_ENDPOINT_INSECURE')).toBe(true);
  });

  test.for([
    '',
    'docker',
    'ftp://x',
    'unix://relative',
    'unix://',
    'tcp://',
    'https://host',
    'tcp://a b',
    'tcp://h:99999',
    'ssh://-oProxyCommand=x',
    'ssh://-l@host',
    'ssh://u:secret@host',
    'ssh://host/path',
    'ssh://',
  ])('%j is no endpoint', (text) => {
    expect(hasCode(failureOf(text), 'DOCKER_ENDPOINT_INVALID')).toBe(true);
  });

  test('a password never comes back in the error', () => {
    expect(String(failureOf('ssh://u:hunter2@host'))).not.toContain('hunter2');
  });

  test('one with TLS can be read again from its text', () => {
    const endpoint = tlsEndpoint('tcp://10.0.0.1:2376', '/home/me/my certs');
    expect(endpoint).toMatchObject({ kind: 'tls', host: '10.0.0.1', port: 2376, certificates: '/home/me/my certs' });
    expect(parseEndpoint(endpoint.text)).toEqual(endpoint);
  });
});
