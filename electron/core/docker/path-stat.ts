import { z } from 'zod';

const PathStat = z.object({ mtime: z.string() });

/**
 * Modification time, in nanoseconds since the epoch, from the header `X-Docker-Container-Path-Stat`:
 * base64 of JSON with a time as Go writes it. A tar of the engine has whole seconds only.
 */
export function timeOfPathStat(header: string | readonly string[] | undefined): bigint {
  const { mtime } = PathStat.parse(JSON.parse(Buffer.from(String(header), 'base64').toString('utf8')));
  const match = /^(?<seconds>[^.Z+]+?)(?:\.(?<fraction>\d{1,9}))?(?<zone>Z|[+-]\d\d:\d\d)$/u.exec(mtime)?.groups;
  if (match === undefined) throw new Error(`not a time: ${mtime}`);
  const seconds = Date.parse(`${match['seconds']}${match['zone']}`) / 1000;
  return BigInt(seconds) * 1_000_000_000n + BigInt((match['fraction'] ?? '').padEnd(9, '0'));
}
