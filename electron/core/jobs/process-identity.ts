import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from '../catalog/jobs.ts';
import { AppError } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

/** What a platform can tell of a running process. */
interface Probe {
  bootId(): string;
  /** Null when the process is gone; `unknown` when it is there and will not be read. */
  startTime(pid: number): string | null;
}

const unknown = 'unknown';

const linux: Probe = {
  bootId: () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  startTime: (pid) => {
    try {
      return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch (error) {
      // Gone between two looks, or hidden by a `hidepid` mount.
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ESRCH') return unknown;
      throw error;
    }
  },
};

const mac: Probe = {
  bootId: () => output('sysctl', ['-n', 'kern.bootsessionuuid']),
  startTime: (pid) => output('ps', ['-o', 'lstart=', '-p', String(pid)]),
};

// Windows shows the start of other processes only through slow tools. A process knows its own; of others only
// the pid is compared, which errs towards "alive": a stack may stay refused, it is never taken from the living.
const ownStart = String(process.hrtime.bigint() - BigInt(Math.round(process.uptime() * 1e9)));
const windows: Probe = {
  bootId: () => 'windows',
  startTime: (pid) => (pid === process.pid ? ownStart : unknown),
};

const probes: Partial<Record<NodeJS.Platform, Probe>> = { linux, darwin: mac, win32: windows };

/** Who this process is, for the lease of a job. */
export function currentProcess(): ProcessIdentity {
  const startTime = probe().startTime(process.pid);
  if (startTime === null) throw new AppError('INTERNAL', { detail: 'this process cannot find itself' });
  return { pid: process.pid, startTime, bootId: probe().bootId() };
}

/** Whether exactly this process still runs, and not another one that was given its pid. In doubt, yes. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== probe().bootId() || !hasProcess(identity.pid)) return false;
  const startTime = probe().startTime(identity.pid);
  return startTime === unknown || identity.startTime === unknown || startTime === identity.startTime;
}

/**
 * The start time (field 22, in ticks since boot) of a `/proc/<pid>/stat`; null for a zombie, which runs no
 * more. The name in field 2 may hold spaces and brackets. See proc_pid_stat(5).
 */
export function parseProcStat(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTime = fields[19];
  if (startTime === undefined) throw new AppError('INTERNAL', { detail: `not a process status: ${stat}` });
  return state === 'Z' || state === 'X' ? null : startTime;
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function output(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim();
}

function probe(): Probe {
  const found = probes[process.platform];
  if (found === undefined) throw new AppError('INTERNAL', { detail: `no process identity on ${process.platform}` });
  return found;
}
