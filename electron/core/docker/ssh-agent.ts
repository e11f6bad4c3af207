import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { AppError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

const errorTextLimit = 2000;

/** The operands of the system's `ssh` that join us to the engine of another machine. */
export function sshArguments(endpoint: Extract<Endpoint, { kind: 'ssh' }>): string[] {
  return [
    // Nobody is there to answer a question, and a silent peer must be noticed.
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15', '-T'],
    ...(endpoint.user === null ? [] : ['-l', endpoint.user]),
    ...(endpoint.port === null ? [] : ['-p', String(endpoint.port)]),
    ...['--', endpoint.host, 'docker', 'system', 'dial-stdio'],
  ];
}

/**
 * Connects through the system's `ssh`, so that its keys, agent, known hosts and configuration hold.
 * One child process per connection; it ends with the connection.
 */
export class SshAgent extends Agent {
  readonly #endpoint: Extract<Endpoint, { kind: 'ssh' }>;

  constructor(endpoint: Extract<Endpoint, { kind: 'ssh' }>) {
    super({ keepAlive: false });
    this.#endpoint = endpoint;
  }

  override createConnection(): Duplex {
    const endpoint = this.#endpoint;
    const child = spawn('ssh', sshArguments(endpoint), { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const connection = Duplex.from({ readable: child.stdout, writable: child.stdin });
    let said = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      if (said.length < errorTextLimit) said += text;
    });
    const fail = (detail: string): void => {
      connection.destroy(new AppError('DOCKER_UNREACHABLE', { endpoint: endpoint.text, detail }));
    };
    child.once('error', (error) => fail(`ssh: ${error.message}`));
    child.once('close', (code) => {
      if (code !== 0 && code !== null) fail(said.trim() || `ssh ended with ${code}`);
    });
    connection.once('close', () => child.kill());
    return connection;
  }
}
