import { describe, expect, test } from 'vitest';
import type { ServiceMount } from '../../../shared/model/stack.ts';
import { parseCompose } from './compose-file.ts';
import type { VolumeInspection } from './engine-answers.ts';
import { aService } from './testing/service-fixture.ts';
import { type StackFacts, stackSources } from './stack-sources.ts';

const anonymous = 'a'.repeat(64);

function facts(differs: Partial<StackFacts>): StackFacts {
  return {
    project: 'p',
    exclude: [],
    services: [],
    volumes: [],
    model: null,
    directory: '/srv/app',
    configFiles: [],
    kinds: new Map(),
    ...differs,
  };
}

function aVolume(name: string, differs: Partial<VolumeInspection> = {}): VolumeInspection {
  return { Name: name, Driver: 'local', Options: {}, Labels: {}, Mountpoint: '', ...differs };
}

function mount(source: string, destination = '/data'): ServiceMount {
  return { type: source.startsWith('/') ? 'bind' : 'volume', source, destination, writable: true };
}

function idsAndPlaces(given: StackFacts): string[][] {
  return stackSources(given).sources.flatMap((source) =>
    source.kind === 'image' ? [] : [[source.id, source.location]],
  );
}

describe('the sources of a stack', () => {
  test('name a volume by its label, its key in the file, or without the project', () => {
    const given = facts({
      services: [
        aService('db', {
          mounts: [mount('p_one'), mount('real-two'), mount('p_three'), mount(anonymous, '/var/lib/x')],
        }),
      ],
      volumes: [
        aVolume('p_one', { Labels: { 'com.docker.compose.volume': 'labelled' } }),
        aVolume('real-two'),
        aVolume('p_three'),
        aVolume(anonymous),
      ],
      model: parseCompose('volumes: { two: { name: real-two } }', '/srv/app/compose.yaml', {}),
    });
    expect(idsAndPlaces(given)).toEqual([
      ['volume/db-var-lib-x', anonymous],
      ['volume/labelled', 'p_one'],
      ['volume/three', 'p_three'],
      ['volume/two', 'real-two'],
    ]);
    expect(stackSources(given).notes).toEqual([{ kind: 'anonymous-volume', subject: anonymous }]);
  });

  test('add from the file what has no container, if the engine has it or nobody can say', () => {
    const model = parseCompose(
      'services: { db: { volumes: ["data:/d", "gone:/g", "./here:/h"] } }',
      '/srv/app/compose.yaml',
      {},
    );
    const kinds = new Map([['/srv/app/here', 'directory' as const]]);
    expect(idsAndPlaces(facts({ model, kinds, volumes: [aVolume('p_data')] }))).toEqual([
      ['volume/data', 'p_data'],
      ['bind/here', '/srv/app/here'],
    ]);
    expect(idsAndPlaces(facts({ model, kinds, volumes: null })).map(([id]) => id)).toEqual([
      'volume/data',
      'volume/gone',
      'bind/here',
    ]);
  });

  test('take the mounts of a container over what the file says of its service', () => {
    const model = parseCompose('services: { db: { volumes: ["./new:/d"] } }', '/srv/app/compose.yaml', {});
    expect(idsAndPlaces(facts({ model, services: [aService('db', { mounts: [mount('/srv/app/old')] })] }))).toEqual([
      ['bind/old', '/srv/app/old'],
    ]);
  });

  test('keep ids apart by place, whatever the order', () => {
    const mounts = [mount('/srv/a/data'), mount('/srv/b/data'), mount('/srv/c/other')];
    const one = idsAndPlaces(facts({ services: [aService('x', { mounts })] }));
    const other = idsAndPlaces(facts({ services: [aService('x', { mounts: mounts.toReversed() })] }));
    expect(one).toEqual(other);
    expect(one.map(([id]) => id)).toEqual([
      expect.stringMatching(/^bind\/data-[0-9a-f]{8}$/u),
      expect.stringMatching(/^bind\/data-[0-9a-f]{8}$/u),
      'bind/other',
    ]);
    expect(new Set(one.map(([id]) => id)).size).toBe(3);
  });

  test('leave out the machine, what is missing, and what lies inside another bind', () => {
    const mounts = [
      '/var/run/docker.sock',
      '/proc',
      '/',
      '/etc/localtime',
      '/sys/fs/cgroup',
      '/srv/gone',
      '/srv/app/d',
      '/srv/app/d/inner',
      '/etc/app',
    ].map((path) => mount(path));
    const { notes } = stackSources(
      facts({ services: [aService('x', { mounts })], kinds: new Map([['/srv/gone', 'missing' as const]]) }),
    );
    expect(
      idsAndPlaces(
        facts({ services: [aService('x', { mounts })], kinds: new Map([['/srv/gone', 'missing' as const]]) }),
      ),
    ).toEqual([
      ['bind/app', '/etc/app'],
      ['bind/d', '/srv/app/d'],
    ]);
    expect(notes).toContainEqual({ kind: 'docker-socket', subject: '/var/run/docker.sock' });
    expect(notes.filter(({ kind }) => kind === 'host-path').map(({ subject }) => subject)).toEqual([
      '/',
      '/etc/localtime',
      '/proc',
      '/sys/fs/cgroup',
    ]);
    expect(notes).toContainEqual({ kind: 'missing-bind', subject: '/srv/gone' });
  });

  test('warn of volumes that are something else', () => {
    const model = parseCompose(
      'services: { x: { volumes: ["o:/o"] } }\nvolumes: { o: { external: true } }',
      '/srv/app/compose.yaml',
      {},
    );
    const volumes = [
      aVolume('o'),
      aVolume('p_share', { Options: { type: 'nfs', device: ':/x' }, Labels: { 'com.docker.compose.project': 'p' } }),
      aVolume('p_plugin', { Driver: 'rclone', Labels: { 'com.docker.compose.project': 'p' } }),
    ];
    expect(stackSources(facts({ model, volumes })).notes).toEqual([
      { kind: 'external-volume', subject: 'o' },
      { kind: 'special-driver', subject: 'p_plugin' },
      { kind: 'special-driver', subject: 'p_share' },
    ]);
  });

  test('have the configuration that is there, and a note for what is not', () => {
    const configFiles = ['/srv/app/compose.yaml', '/srv/app/conf/x', '/etc/elsewhere.env', '/srv/app/gone.env'];
    const kinds = new Map([
      ...configFiles.slice(0, 3).map((path) => [path, 'file'] as const),
      ['/srv/app/gone.env', 'missing'] as const,
    ]);
    const { sources, notes } = stackSources(facts({ configFiles, kinds }));
    expect(sources.map(({ id }) => id)).toEqual(['config/compose.yaml', 'config/conf/x', 'config/elsewhere.env']);
    expect(notes).toEqual([{ kind: 'config-missing', subject: '/srv/app/gone.env' }]);
  });

  test('say which volume of the compose file the engine does not have', () => {
    const text = 'volumes: { data: {} }\nservices: { db: { volumes: ["data:/d"] } }';
    const model = parseCompose(text, '/srv/app/compose.yaml', {});
    const { sources, notes } = stackSources(facts({ model, volumes: [] }));
    expect(sources.filter(({ kind }) => kind === 'volume')).toEqual([]);
    expect(notes).toContainEqual({ kind: 'missing-volume', subject: 'p_data' });
  });
});
