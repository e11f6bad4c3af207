// A process between the tests and one private dockerd. It lives in a session of its own and cleans up when its stdin
// closes, so the daemon ends with the tests however they end: normally, by Ctrl-C, or by SIGKILL.
// Protocol: "start\n" on stdin starts the daemon; a line of JSON on stdout answers, { pid } or { failure }. "reboot\n" first
// ends everything at once and forgets what a machine forgets that loses its power.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runCommand } from './command.ts';
import { until } from './until.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: docker-guard.ts FOLDER');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let daemon: ChildProcess | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'reboot') await losePower(folder);
  process.stdout.write(`${JSON.stringify(await start(folder))}\n`);
}
await end(folder);

/**
 * The host's firewall and forwarding stay as they are: containers reach each other, and nothing outside. Engines that
 * start together have neighbouring ids and so other addresses (of those that are set aside for tests): two that looked
 * for free ones at the same moment would find the same.
 */
async function start(home: string): Promise<{ readonly pid: number } | { readonly failure: string }> {
  const log = join(home, 'log');
  // A killed daemon takes its containerd along, but the next one believes the pid file while that process is a zombie.
  await rm(join(home, 'e/containerd/containerd.pid'), { force: true });
  const output = openSync(log, 'a');
  const places = ['--data-root', join(home, 'd'), '--exec-root', join(home, 'e'), '--pidfile', join(home, 'p')];
  const network = [
    '--bridge',
    'none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-masq=false',
    '--ip-forward=false',
    '--default-address-pool',
    `base=198.18.${(process.pid % 16) * 16}.0/20,size=26`,
  ];
  const args = [...places, ...network, '-H', `unix://${join(home, 's')}`, '--shutdown-timeout', '2'];
  const child = spawn('dockerd', args, { stdio: ['ignore', output, output] });
  closeSync(output);
  daemon = child;
  try {
    await until('dockerd answers', async () => {
      if (child.exitCode !== null) throw new Error(`dockerd ended with ${child.exitCode}`);
      return (await answers(join(home, 's'))) ? true : null;
    });
    return { pid: child.pid ?? 0 };
  } catch (error) {
    return { failure: `${String(error)}\n${(await readFile(log, 'utf8')).split('\n').slice(-15).join('\n')}` };
  }
}

function answers(socketPath: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const call = request({ socketPath, path: '/_ping' }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  call.on('error', () => resolve(false));
  call.end();
  return promise;
}

async function end(home: string): Promise<void> {
  if (daemon !== null && daemon.exitCode === null && daemon.signalCode === null) {
    const gone = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await gone;
  }
  await clear(home, home);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** A machine has the engine's state of running containers in memory, in `/run`. */
async function losePower(home: string): Promise<void> {
  await clear(home, join(home, 'e'));
  await rm(join(home, 'e'), { recursive: true, force: true, maxRetries: 5 });
}

/** What a killed daemon leaves (containerd, shims, containers, mounts) is found by the folder in their paths. */
async function clear(home: string, mountsBelow: string): Promise<void> {
  // Again and again: one of them may have started another before it ended.
  await until('processes of the private daemon are gone', async () => {
    const left = await processesOf(home);
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself since it was listed.
      }
    }
    return left.length === 0 ? true : null;
  });
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' ')[4] ?? '');
  for (const mount of mounts.filter((path) => path.startsWith(`${mountsBelow}/`)).toReversed()) {
    await runCommand('umount', ['--lazy', mount]);
  }
}

/** Processes that name the folder in their command line or work on a home in it, and all their descendants. */
async function processesOf(home: string): Promise<number[]> {
  const all = new Map<number, { readonly parent: number; readonly ours: boolean }>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const [command, stat, env] = await Promise.all([proc(pid, 'cmdline'), proc(pid, 'stat'), proc(pid, 'environ')]);
    // After the last ")": state, parent. A zombie is gone already.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === undefined || state === '' || state === 'Z') continue;
    all.set(pid, {
      parent: Number(parent),
      ours: command.includes(`${home}/`) || env.includes(`LIFEBOAT_HOME=${home}/`),
    });
  }
  const isOurs = (pid: number): boolean => {
    const found = all.get(pid);
    return found !== undefined && (found.ours || isOurs(found.parent));
  };
  return [...all.keys()].filter(isOurs);
}

async function proc(pid: number, file: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
