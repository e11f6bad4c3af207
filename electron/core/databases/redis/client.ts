import type { Readable } from 'node:stream';
import { inspectContainer } from '../../docker/containers.ts';
import { type Exec, runExec, startExec } from '../../docker/exec.ts';
import type { DatabaseServer } from '../driver.ts';
import { enterServer } from '../enter-server.ts';
import { ServerSaid } from '../server-said.ts';
import { passwordInCommand } from './password-in-command.ts';

// The password comes from the container's own environment, secrets file or command, and goes to the client's environment.
const prelude = `
if [ -z "\${REDISCLI_AUTH-}" ]; then
  if [ -n "\${REDIS_PASSWORD-}" ]; then REDISCLI_AUTH=$REDIS_PASSWORD
  elif [ -r "\${REDIS_PASSWORD_FILE-}" ]; then REDISCLI_AUTH=$(cat "$REDIS_PASSWORD_FILE"); fi
fi
if [ -n "\${REDISCLI_AUTH-}" ]; then export REDISCLI_AUTH; else unset REDISCLI_AUTH; fi
unset REDIS_PASSWORD
fail() { echo "$*" >&2; exit 1; }
say() { redis-cli --no-auth-warning "$@"; }
info() { say INFO "$1" | tr -d '\\r' | sed -n "s/^$2://p"; }
setting() { say CONFIG GET "$1" | sed -n 2p; }
# What is in memory, as a file that is whole.
save() {
  until reply=$(say BGSAVE) && [ "$reply" = "Background saving started" ]; do
    case $reply in *"in progress"*|*"can't BGSAVE"*) sleep 0.2 ;; *) fail "BGSAVE: $reply" ;; esac
  done
  while [ "$(info persistence rdb_bgsave_in_progress)" != 0 ]; do sleep 0.1; done
  [ "$(info persistence rdb_last_bgsave_status)" = ok ] || fail "the server could not save"
}
dir=$(setting dir)
`;

/** A server that lets Lifeboat in. */
export interface RedisClient {
  /** Runs a script that knows `say`, `info`, `setting`, `save`, `fail` and `$dir`. Rejects with what it said. */
  readonly run: (script: string, args: readonly string[], signal: AbortSignal, input?: Readable) => Promise<string>;
  readonly start: (script: string, signal: AbortSignal) => Promise<Exec>;
}

/** Finds the way in; waits for a server that starts. DATABASE_REFUSED. */
export async function redisClient(server: DatabaseServer, signal: AbortSignal): Promise<RedisClient> {
  const { docker, containerId, service } = server;
  const password = passwordInCommand((await inspectContainer(docker, containerId, signal)).Config.Cmd);
  const env = password === null ? {} : { REDISCLI_AUTH: password };
  const spec = { containerId, what: `database of ${service}`, env, signal };
  const client: RedisClient = {
    run: async (script, args, of, input) => {
      const more = { args, signal: of, ...(input === undefined ? {} : { input }) };
      const end = await runExec(docker, { ...spec, script: `${prelude}${script}`, ...more });
      if (end.exitCode === 0) return end.stdout;
      throw new ServerSaid(end.stderr || end.stdout || `its script ended with ${end.exitCode}`);
    },
    start: async (script, of) => startExec(docker, { ...spec, script: `${prelude}${script}`, signal: of }),
  };
  const knock = async (): Promise<string | null> => {
    const reply = (await client.run('say PING 2>&1', [], signal).catch(refusalOf)).trim();
    return reply === 'PONG' ? null : reply;
  };
  return enterServer(service, [{ client, knock }], isStarting, signal);
}

function refusalOf(error: unknown): string {
  if (error instanceof ServerSaid) return error.message;
  throw error;
}

function isStarting(reply: string): boolean {
  return /Connection refused|LOADING/u.test(reply);
}
