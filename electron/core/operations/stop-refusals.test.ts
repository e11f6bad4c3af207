import { expect, test } from 'vitest';
import type { Source } from '../../../shared/model/stack.ts';
import { aService } from '../docker/testing/service-fixture.ts';
import { stopRefusals } from './stop-refusals.ts';

const data: Source = {
  id: 'volume/data',
  kind: 'volume',
  name: 'data',
  location: 'shop_data',
  exclude: [],
  singleFile: false,
};
const mounts = [{ type: 'volume' as const, source: 'shop_data', destination: '/data', writable: true }];

test.each([
  ['an ordinary one', {}, []],
  ['a paused one', { state: 'paused', role: 'stopped' }, ['VOLUME_IN_USE']],
  ['one started with --rm', { autoRemove: true }, ['SERVICE_STOP_FAILED']],
  ['one started with --rm that has ended', { autoRemove: true, state: 'exited', role: 'stopped' }, []],
] as const)('a container: %s', (_, state, codes) => {
  const refusals = stopRefusals([aService('web', { mounts, ...state })], [data]);
  expect(refusals.map(({ code }) => code)).toEqual(codes);
});
