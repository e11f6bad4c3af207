import { describe, expect, test } from 'vitest';
import type { ServiceMount, Source } from '../../../shared/model/stack.ts';
import { aService } from './testing/service-fixture.ts';
import { blockers, planStops } from './stop-order.ts';

const source: Source = {
  id: 'volume/data',
  kind: 'volume',
  name: 'data',
  location: 'p_data',
  exclude: [],
  singleFile: false,
};
const bind: Source = { ...source, id: 'bind/x', kind: 'bind', location: '/srv/x' };

function mount(name: string, writable = true): ServiceMount {
  return { type: name.startsWith('/') ? 'bind' : 'volume', source: name, destination: '/d', writable };
}

function names(services: readonly { readonly service: string }[]): string[] {
  return services.map(({ service }) => service);
}

describe('the order of stopping', () => {
  test('is the reverse of who needs whom, whatever order they are found in', () => {
    const services = [
      aService('db'),
      aService('web', { dependsOn: ['app'] }),
      aService('app', { dependsOn: ['db', 'cache'] }),
      aService('cache'),
    ];
    expect(names(planStops(services, []))).toEqual(['web', 'app', 'cache', 'db']);
    expect(names(planStops(services.toReversed(), []))).toEqual(['web', 'app', 'cache', 'db']);
  });

  test('cuts cycles, and holds for thousands in a row', () => {
    const cycle = [
      aService('a', { dependsOn: ['b'] }),
      aService('b', { dependsOn: ['a'] }),
      aService('self', { dependsOn: ['self'] }),
    ];
    expect(names(planStops(cycle, [])).toSorted()).toEqual(['a', 'b', 'self']);
    const chain = Array.from({ length: 20_000 }, (_, n) => aService(`s${n}`, { dependsOn: [`s${n + 1}`] }));
    expect(planStops(chain, []).at(0)?.service).toBe('s0');
  });

  test('has every container of a scaled service', () => {
    const services = [
      aService('a', { containerId: '2', number: 2 }),
      aService('a', { containerId: '1' }),
      aService('b', { dependsOn: ['a'] }),
    ];
    expect(planStops(services, []).map(({ service, number }) => `${service}${number}`)).toEqual(['b1', 'a2', 'a1']);
  });

  test('leaves out what does not run', () => {
    expect(planStops([aService('a', { role: 'one-shot' }), aService('b', { role: 'stopped' })], [])).toEqual([]);
  });

  test('takes containers of others only when they can write to a source', () => {
    const foreign = { foreign: true, project: null };
    const services = [
      aService('writer', { ...foreign, mounts: [mount('p_data')] }),
      aService('reader', { ...foreign, mounts: [mount('p_data', false)] }),
      aService('elsewhere', { ...foreign, mounts: [mount('other'), mount('/srv/xy')] }),
      aService('above', { ...foreign, mounts: [mount('/srv')] }),
      aService('below', { ...foreign, mounts: [mount('/srv/x/y')] }),
    ];
    expect(names(planStops(services, [source, bind])).toSorted()).toEqual(['above', 'below', 'writer']);
    expect(planStops(services, [])).toEqual([]);
  });
});

test('a paused container that can write to a source stands in the way', () => {
  const paused = aService('db', { state: 'paused', role: 'stopped', mounts: [mount('p_data')] });
  expect(blockers([paused, aService('web', { mounts: [mount('p_data')] })], [source])).toEqual([paused]);
  expect(blockers([paused], [bind])).toEqual([]);
});
