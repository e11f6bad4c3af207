import { describe, expect, test } from 'vitest';
import { mergeCompose, parseCompose } from './compose-file.ts';

const path = '/srv/app/compose.yaml';

function parse(text: string, variables = {}) {
  return parseCompose(text, path, variables);
}

function failureOf(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    return error;
  }
}

describe('a compose file', () => {
  test('gives services with their mounts and needs, volumes, and config files', () => {
    const model = parse(
      `
name: Shop
services:
  web:
    image: shop:\${TAG:-latest}
    depends_on: { db: { condition: service_healthy } }
    network_mode: service:proxy
    env_file: [app.env, { path: ../other.env, required: false }]
    volumes:
      - ./files:/files:ro
      - data:/data
      - /anonymous
      - ~/home:/home
      - { type: bind, source: /etc/shop, target: /etc/shop, read_only: true }
      - { type: volume, source: cache, target: /cache }
      - { type: tmpfs, target: /tmp }
      - C:\\shop\\x:/x
  db:
    depends_on: [init]
    links: ["cache:redis"]
volumes:
  data: {}
  cache: { name: "shared-cache" }
  outside: { external: true }
  older: { external: { name: real } }
  share: { driver_opts: { type: nfs, device: ":/x" } }
configs: { one: { file: ./conf/one } }
secrets: { two: { file: two.txt }, three: { environment: X } }
include: [../base.yaml]
`,
      { TAG: '2', HOME: '/home/me' },
    );
    const [web, db] = model.services;
    expect(model.project).toBe('Shop');
    expect(web).toMatchObject({ name: 'web', image: 'shop:2', dependsOn: ['db', 'proxy'] });
    expect(db?.dependsOn).toEqual(['init', 'cache']);
    expect(
      web?.mounts.map(({ target, ...mount }) => [
        target,
        'path' in mount ? mount.path : 'key' in mount ? mount.key : null,
        mount.writable,
      ]),
    ).toEqual([
      ['/files', '/srv/app/files', false],
      ['/data', 'data', true],
      ['/anonymous', null, true],
      ['/home', '/home/me/home', true],
      ['/etc/shop', '/etc/shop', false],
      ['/cache', 'cache', true],
      ['/x', expect.stringContaining('C:\\shop\\x'), true],
    ]);
    expect(model.volumes.map(({ key, name, external }) => [key, name, external])).toEqual([
      ['data', null, false],
      ['cache', 'shared-cache', false],
      ['outside', 'outside', true],
      ['older', 'real', true],
      ['share', null, false],
    ]);
    expect(model.configFiles).toEqual(['/srv/app/conf/one', '/srv/app/two.txt', '/srv/app/app.env', '/srv/other.env']);
    expect(model.notFollowed).toEqual(['/srv/base.yaml']);
  });

  test('may be empty, merge anchors, and hold what Lifeboat does not read', () => {
    expect(parse('').services).toEqual([]);
    const model = parse('x-base: &b\n  image: one\nservices:\n  a:\n    <<: *b\n    build: .\n    x-more: [1]\n  b:\n');
    expect(model.services.map(({ name, image }) => [name, image])).toEqual([
      ['a', 'one'],
      ['b', null],
    ]);
  });

  test('overridden by another keeps what the other does not say', () => {
    const base = parse(
      'services:\n  a:\n    image: one\n    volumes: [x:/x, y:/y:ro]\n    depends_on: [b]\n  b:\nvolumes:\n  x:\n',
    );
    const over = parse('name: n\nservices:\n  a:\n    volumes: ["./here:/x"]\nvolumes:\n  x: { name: other }\n');
    const { services, volumes, project } = mergeCompose([base, over]);
    expect(project).toBe('n');
    expect(services[0]).toMatchObject({
      image: 'one',
      dependsOn: ['b'],
      mounts: [{ type: 'bind', target: '/x' }, { key: 'y' }],
    });
    expect(volumes).toMatchObject([{ key: 'x', name: 'other' }]);
  });

  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
  ].join('\n');
  test.for([
    ['an alias bomb', bomb],
    ['duplicate keys', 'services:\n  a: {}\n  a: {}\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
    ['more than 1 MiB', `x: "${'x'.repeat(1024 * 1024)}"`],
    ['thousands of merges', `x: &x {}\ny:\n${'  - <<: *x\n'.repeat(5000)}`],
    ['20,000 levels', `x: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['services as a list', 'services: [a, b]'],
    ['no YAML', 'services: {a: [}'],
    ['a variable that is demanded', 'services: { a: { image: "${X:?}" } }'],
    ['a scalar', 'just text'],
  ] as const)('%s is invalid, and found so quickly', ([, text]) => {
    const began = performance.now();
    expect(failureOf(text)).toMatchObject({ code: 'COMPOSE_FILE_INVALID', params: { path } });
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
