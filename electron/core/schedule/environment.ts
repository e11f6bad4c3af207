import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { calendarOf } from './calendar.ts';

/** What the environment of the process says about unattended backups; null where it says nothing that can be used. */
export interface BackupEnvironment {
  /** Whether a stack without a policy gets one. */
  readonly enabled: boolean;
  readonly cron: string | null;
  readonly timeZone: string | null;
  readonly retentionDays: number | null;
  readonly retentionCount: number | null;
  /** Where new stacks keep their packs: an absolute path. */
  readonly storage: string | null;
  readonly maxParallel: number | null;
  /** In the order of the documentation; of those that are set. */
  readonly variables: readonly EnvironmentVariable[];
}

/** One variable that is set, as the doctor tells it. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  /** `invalid`: it is not what it must be, which is `needs`. `ignored`: Lifeboat does not do that. */
  readonly verdict: 'used' | 'invalid' | 'ignored';
  /** What it takes, in no language. */
  readonly needs: string;
}

const passes = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

const whole = z
  .string()
  .regex(/^\d{1,9}$/u)
  .transform(Number);

/** Whether Intl knows a zone of this name. */
export function isTimeZone(name: string): boolean {
  return passes(() => calendarOf('0 0 * * *', name));
}

/** Reads LIFEBOAT_BACKUP_*. Never throws: what cannot be used is as if it was not set, and is told by its verdict. */
export function backupEnvironment(env: NodeJS.ProcessEnv): BackupEnvironment {
  const variables: EnvironmentVariable[] = [];
  const read = <T>(name: string, needs: string, schema: z.ZodType<T>): T | null => {
    const value = env[name]?.trim();
    if (value === undefined || value === '') return null;
    const parsed = schema.safeParse(value);
    variables.push({ name, value, verdict: parsed.success ? 'used' : 'invalid', needs });
    return parsed.success ? parsed.data : null;
  };
  const truth = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
  const enabled = read('LIFEBOAT_BACKUP_ENABLED', 'true | false', truth) ?? false;
  const cron = read(
    'LIFEBOAT_BACKUP_DEFAULT_CRON',
    '0 4 * * *',
    z.string().refine((value) => passes(() => calendarOf(value, 'UTC'))),
  );
  const timeZone = read('LIFEBOAT_BACKUP_DEFAULT_TIMEZONE', 'Europe/Berlin', z.string().refine(isTimeZone));
  const retentionDays = read('LIFEBOAT_BACKUP_RETENTION_DAYS', '1 – 36600', whole.pipe(z.int().min(1).max(36_600)));
  const retentionCount = read('LIFEBOAT_BACKUP_RETENTION_COUNT', '1 – 100000', whole.pipe(z.int().min(1).max(100_000)));
  const storage = read(
    'LIFEBOAT_BACKUP_STORAGE',
    '/srv/backups',
    z.string().refine((value) => isAbsolute(value)),
  );
  const maxParallel = read('LIFEBOAT_BACKUP_MAX_PARALLEL', '1 – 16', whole.pipe(z.int().min(1).max(16)));
  const verify = read('LIFEBOAT_BACKUP_VERIFY_AFTER_CREATE', 'true', truth);
  return {
    enabled,
    cron,
    timeZone,
    retentionDays,
    retentionCount,
    storage,
    maxParallel,
    // No backup is complete before every byte of it was read back: that cannot be switched off.
    variables: variables.map((variable) =>
      variable.name === 'LIFEBOAT_BACKUP_VERIFY_AFTER_CREATE' && verify === false
        ? { ...variable, verdict: 'ignored' }
        : variable,
    ),
  };
}
