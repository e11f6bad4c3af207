import { describe, expect, test } from 'vitest';
import type { ServiceMount, Source } from '../../../shared/model/stack.ts';
import { serverFiles } from './server-files.ts';

function mount(source: string, destination: string, writable = true): ServiceMount {
  return { type: source.startsWith('/') ? 'bind' : 'volume', source, destination, writable };
}

function sourceAt(location: string): Source {
  const kind = location.startsWith('/') ? 'bind' : 'volume';
  return { id: `${kind}:${location}`, kind, name: location, location, exclude: [], singleFile: false };
}

const server = (mounts: readonly ServiceMount[], engine: 'redis' | 'mysql' = 'redis') => ({
  containerId: 'db',
  mounts,
  database: { engine, holds: mounts.map(({ source }) => source) },
});
const app = (...mounts: readonly ServiceMount[]) => ({ containerId: 'app', mounts, database: null });

const named = server([mount('data', '/data')]);
const bound = server([mount('/srv/data', '/data')]);
const mariadb = (place: string) => server([mount('data', place)], 'mysql');

describe('the files of a server', () => {
  test.for([
    ['in a volume of its own', named, [], 'data', { holds: ['volume:data'], within: null }],
    ['in a volume that another mounts too', named, [mount('data', '/x')], 'data', { holds: [], within: 'volume:data' }],
    [
      'in a volume that another only reads',
      named,
      [mount('data', '/x', false)],
      'data',
      { holds: ['volume:data'], within: null },
    ],
    [
      'in a folder of its own',
      bound,
      [mount('/srv/data2', '/x')],
      '/srv/data',
      { holds: ['bind:/srv/data'], within: null },
    ],
    [
      'in a folder that another mounts too',
      bound,
      [mount('/srv/data', '/x')],
      '/srv/data',
      { holds: [], within: 'bind:/srv/data' },
    ],
    [
      'in a folder that another mounts a part of',
      bound,
      [mount('/srv/data/up', '/x')],
      '/srv/data',
      { holds: [], within: 'bind:/srv/data' },
    ],
    [
      'in a folder that another reads what somebody put into',
      bound,
      [mount('/srv/data', '/x', false)],
      '/srv/data',
      { holds: [], within: 'bind:/srv/data' },
    ],
    ['in a folder inside a mounted one', bound, [], '/srv', { holds: [], within: 'bind:/srv' }],
    ['beside its configuration', mariadb('/config'), [], 'data', { holds: [], within: 'volume:data' }],
    ['below its configuration', mariadb('/config/databases'), [], 'data', { holds: ['volume:data'], within: null }],
  ] as const)('%s', ([, own, others, location, expected]) => {
    expect(serverFiles(own, [own, app(...others)], [sourceAt(location)])).toEqual(expected);
  });
});
