import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { AppError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

const errorTextLimit = 2000;

/** The operands of the system's `ssh` that join us to the engine of another machine. */
function sshArguments(endpoint: Extract<Endpoint, { kind: 'ssh' }>): string[] {
  return [
    // Nobody is there to answer a question, and a silent peer must be noticed.
    ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15', '-T'],
    endpoint.user === null ? [] : ['-l', endpoint.user],
    endpoint.port === null ? [] : ['-p', String(endpoint.port)],
    ['--', endpoint.host, 'docker', 'system', 'dial-stdio'],
  ].flat();
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
    const { text } = this.#endpoint;
    const child = spawn('ssh', sshArguments(this.#endpoint), { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const connection = new Duplex({
      read: () => void child.stdout.resume(),
      write: (chunk: Buffer, _encoding, done) => {
        // A broken pipe is not the reason but its consequence: the child's end says why.
        child.stdin.write(chunk, (error) => {
          if (!error) done();
        });
      },
      final: (done) => void child.stdin.end(() => done()),
      destroy: (error, done) => {
        child.kill();
        done(error);
      },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      if (said.length < errorTextLimit) said += piece;
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!connection.push(chunk)) child.stdout.pause();
    });
    const fail = (detail: string): void => {
      connection.destroy(new AppError('DOCKER_UNREACHABLE', { endpoint: text, detail }));
    };
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => fail(`ssh: ${error.message}`));
    child.once('close', (code) => {
      if (code === 0) connection.push(null);
      else fail(said.trim() || `ssh ended with ${code}`);
    });
    return connection;
  }
}
