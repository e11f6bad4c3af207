import { expect, it } from 'vitest';
import { backupEnvironment } from './environment.ts';

const name = (last: string) => `LIFEBOAT_BACKUP_${last}`;

it('says nothing when nothing is set', () => {
  expect(backupEnvironment({})).toEqual({
    enabled: false,
    cron: null,
    timeZone: null,
    retentionDays: null,
    retentionCount: null,
    storage: null,
    maxParallel: null,
    variables: [],
  });
});

it('reads what a set-up without a person sets', () => {
  const env = {
    [name('ENABLED')]: 'true',
    [name('DEFAULT_CRON')]: '30 2 * * 1-5',
    [name('DEFAULT_TIMEZONE')]: 'Asia/Shanghai',
    [name('RETENTION_DAYS')]: '30',
    [name('RETENTION_COUNT')]: ' 7 ',
    [name('STORAGE')]: '/srv/packs',
    [name('MAX_PARALLEL')]: '2',
    [name('VERIFY_AFTER_CREATE')]: 'true',
  };
  const { variables, ...values } = backupEnvironment(env);
  expect(values).toEqual({
    enabled: true,
    cron: '30 2 * * 1-5',
    timeZone: 'Asia/Shanghai',
    retentionDays: 30,
    retentionCount: 7,
    storage: '/srv/packs',
    maxParallel: 2,
  });
  expect(variables.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 8 }, () => 'used'));
});

it.each([
  ['ENABLED', 'yes'],
  ['DEFAULT_CRON', 'every night'],
  ['DEFAULT_CRON', '0 4 30 2 *'],
  ['DEFAULT_TIMEZONE', 'Mars/Olympus'],
  ['RETENTION_DAYS', '-1'],
  ['RETENTION_DAYS', '0'],
  ['RETENTION_COUNT', '1e3'],
  ['STORAGE', 'packs'],
  ['MAX_PARALLEL', '0'],
  ['MAX_PARALLEL', '99'],
  ['VERIFY_AFTER_CREATE', 'maybe'],
])('%s=%s is as if it was not set, and is told', (last, value) => {
  const { variables, ...values } = backupEnvironment({ [name(last)]: value });
  expect(variables).toMatchObject([{ name: name(last), value, verdict: 'invalid' }]);
  expect(Object.values(values).every((said) => said === null || said === false)).toBe(true);
});

it('tells that the reading back of a new pack cannot be switched off', () => {
  const { variables } = backupEnvironment({ [name('VERIFY_AFTER_CREATE')]: 'false' });
  expect(variables).toMatchObject([{ value: 'false', verdict: 'ignored', needs: 'true' }]);
});
