import { expect, it } from 'vitest';
import { timeZones, zoneLabel } from './time-zones.ts';

it('offers every zone once, UTC and the chosen one included', () => {
  const zones = timeZones('Etc/GMT+5');
  expect(zones).toEqual(expect.arrayContaining(['Asia/Shanghai', 'Australia/Lord_Howe', 'Etc/GMT+5', 'UTC']));
  expect(new Set(zones).size).toBe(zones.length);
  expect(timeZones(null)).not.toContain('Etc/GMT+5');
});

it('can be found as it is written', () => {
  expect(zoneLabel('America/New_York')).toBe('America/New York');
});
