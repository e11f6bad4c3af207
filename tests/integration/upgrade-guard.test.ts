import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { helpersLeft, type Lifeboat, lifeboat, volumePath } from '../support/lifeboat.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { listTree } from '../support/tree-listing.ts';
import { until } from '../support/until.ts';

const host = dockerHost();
const busybox = inject('busyboxImage');

/** Its version is baked into the image; at its start it migrates its data to it, as applications do. */
const versions = {
  good: 'trap "exit 0" TERM; echo $V >> /data/migrations; touch /tmp/ok; while :; do sleep 3600 & wait $!; done',
  broken: 'echo $V >> /data/migrations; rm -f /data/precious; exit 1',
  sick: 'trap "exit 0" TERM; echo $V >> /data/migrations; while :; do sleep 3600 & wait $!; done',
} as const;

const compose = `
version: "3.8"
services:
  app:
    image: upgrade-app:\${TAG}
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "test", "-e", "/tmp/ok"], interval: 1s, retries: 30 }
  web:
    image: upgrade-web:latest
    depends_on: [app]
    restart: always
    volumes: ["web:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s } # of web
volumes: { data: {}, web: {} }
`;

const upgradeAnswer = z.looseObject({ id: z.string(), state: z.string(), backupId: z.string().nullable() });

/** An image of `busybox` that runs this. Every call makes another id. */
async function makeImage(name: string, version: string, kind: keyof typeof versions): Promise<string> {
  const id = (await docker(host, 'create', busybox)).trim();
  const command = JSON.stringify(['sh', '-c', versions[kind]]);
  await docker(host, 'commit', '--change', `ENV V=${version}`, '--change', `CMD ${command}`, id, name);
  await docker(host, 'rm', id);
  return (await docker(host, 'image', 'inspect', '--format', '{{.Id}}', name)).trim();
}

// Every test makes a point, upgrades, and goes back: on a busy machine with the old compose that takes its time.
describe('an upgrade that is guarded', { timeout: 300_000 }, () => {
  const resources = new AsyncDisposableStack();
  let home: TempHome;
  let stack: ComposeStack;
  let boat: Lifeboat;
  /** The old image in a file, for an operator who brings it back by hand. */
  let saved: string;
  let before: Awaited<ReturnType<typeof world>>;

  /** Everything that an upgrade changes. */
  async function world() {
    const container = async (service: string) => {
      const { Id } = await stack.container(service);
      const facts = '{{.State.Running}} {{.Config.Image}} {{.Image}} {{.HostConfig.RestartPolicy.Name}}';
      return (await docker(host, 'inspect', '--format', facts, Id)).trim();
    };
    const sha256 = async (name: string) =>
      createHash('sha256')
        .update(await readFile(join(stack.folder, name)))
        .digest('hex');
    const image = async (name: string) => (await docker(host, 'image', 'inspect', '--format', '{{.Id}}', name)).trim();
    return {
      app: await container('app'),
      web: await container('web'),
      composeFile: await sha256('docker-compose.yml'),
      dotenv: await sha256('.env'),
      names: [await image('upgrade-app:1'), await image('upgrade-web:latest')],
      data: await listTree(await volumePath(host, `${stack.project}_data`)),
      webData: await listTree(await volumePath(host, `${stack.project}_web`)),
    };
  }

  /** What an operator does: another tag in `.env`, a moved `latest`, a changed compose file, new containers. */
  function upgradeTo(kind: keyof typeof versions, ...then: readonly string[]): readonly string[] {
    const up = `docker-compose -p ${stack.project} up -d`;
    const edit = [`sed -i s/TAG=1/TAG=${kind}/ .env`, 'echo "# upgraded" >> docker-compose.yml'];
    const move = 'docker tag upgrade-web:next upgrade-web:latest';
    return ['sh', '-ec', [...edit, move, up, ...then].join('\n')];
  }

  beforeAll(async () => {
    home = resources.use(await tempHome());
    await makeImage('upgrade-app:1', '1', 'good');
    for (const kind of ['good', 'broken', 'sick'] as const) await makeImage(`upgrade-app:${kind}`, '2', kind);
    await makeImage('upgrade-web:latest', '1', 'good');
    await makeImage('upgrade-web:next', '2', 'good');
    saved = join(home.beside, 'image.tar');
    await docker(host, 'save', '--output', saved, 'upgrade-app:1');
    stack = resources.use(await startComposeStack({ host, compose, files: { '.env': 'TAG=1\n' } }));
    await writeFile(join(await volumePath(host, `${stack.project}_data`), 'precious'), 'letters\n');
    boat = lifeboat(home.path, { DOCKER_HOST: host });
    const storage = join(home.beside, 'packs');
    const project = ['--compose', stack.composeFile, '--name', 'app', '--storage', storage];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...project);
  });
  beforeEach(async () => {
    await until('the old version is healthy', async () => {
      const { Id } = await stack.container('app');
      const health = await docker(host, 'inspect', '--format', '{{.State.Health.Status}}', Id);
      return health.trim() === 'healthy' ? true : null;
    });
    before = await world();
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  /** The old version starts on the old data, and says so once more: but for that, and for what is kept, all is as before. */
  async function expectAsBefore(): Promise<void> {
    const steady = (tree: readonly string[]) => tree.filter((line) => !/^\.\s|migrations|\.lifeboat-/u.test(line));
    const now = await world();
    expect({ ...now, data: steady(now.data), webData: steady(now.webData) }).toEqual({
      ...before,
      data: steady(before.data),
      webData: steady(before.webData),
    });
    for (const name of ['data', 'web']) {
      const path = join(await volumePath(host, `${stack.project}_${name}`), 'migrations');
      expect(await readFile(path, 'utf8')).toMatch(/^(?:1\n)+$/u);
    }
    expect(await helpersLeft(host)).toEqual([]);
  }

  /** What the new version wrote is kept by the job that went back, the newest of them. */
  async function releaseKept(): Promise<void> {
    const jobs = await boat.answer(z.array(z.looseObject({ id: z.string(), kind: z.string() })), 'jobs');
    const { id } = jobs.find(({ kind }) => kind === 'upgrade') ?? { id: '' };
    await boat.answer(z.looseObject({}), 'release', id, '--yes');
  }

  const newest = async (): Promise<z.infer<typeof upgradeAnswer>> => {
    const [upgrade] = await boat.answer(z.array(upgradeAnswer), 'upgrades');
    if (upgrade === undefined) throw new Error('no upgrade is known');
    return upgrade;
  };

  test.for([
    ['whose new image exits at once', 'broken', [], 'did not become healthy in time: app: exited with exit code 1'],
    ['whose command fails half way', 'good', ['exit 7'], 'The command failed (exit code 7)'],
    ['whose new version stays unhealthy', 'sick', [], 'did not become healthy in time: app:'],
    ['whose compose file is broken', 'good', ['echo "services: [" > docker-compose.yml'], 'did not become healthy'],
  ] as const)('%s is undone without a hand', async ([, kind, then, reason]) => {
    const args = ['--app-version', '1', '--health', '0.1', '--', ...upgradeTo(kind, ...then)];
    const end = await boat.run('upgrade-guard', 'app', ...args);
    expect(end.stderr).toContain(reason);
    expect(end.stderr).toContain('UPGRADE_UNDONE');
    expect(end.code).toBe(exitCode.failed);
    await expectAsBefore();
    expect((await newest()).state).toBe('back');
    const [point] = await boat.list('app');
    expect(point).toMatchObject({ type: 'pre-upgrade', status: 'succeeded', verified: true });
    await releaseKept();
  });

  test('is left running as it is when a container cannot be stopped, and is undone once that is gone', async () => {
    const oneOff = `${stack.project}_one_off`;
    // As compose 2 runs one.
    const labels = [`project=${stack.project}`, 'service=shell', 'oneoff=True'];
    const labelled = labels.map((label) => `--label com.docker.compose.${label}`).join(' ');
    const run = `docker run -d --rm --name ${oneOff} ${labelled} ${busybox} sleep 3600`;
    await using _gone = { [Symbol.asyncDispose]: async () => void (await docker(host, 'rm', '--force', oneOff)) };
    const end = await boat.run('upgrade-guard', 'app', '--', ...upgradeTo('good', run, 'exit 7'));
    expect(end.stderr).toContain('UPGRADE_NOT_BACK');
    expect(end.stderr).toContain('it was started with --rm');
    expect(end.stderr).not.toContain('--no-build');
    const facts = ['inspect', '--format', '{{.State.Running}} {{.Config.Image}} {{.HostConfig.RestartPolicy.Name}}'];
    const running = await docker(host, ...facts, `${stack.project}_app_1`, `${stack.project}_web_1`);
    expect(running.trim().split('\n')).toEqual(['true upgrade-app:good ', 'true upgrade-web:latest always']);
    expect(await readFile(join(stack.folder, '.env'), 'utf8')).toBe('TAG=good\n');

    const examined = await boat.run('doctor');
    expect(examined.stdout).toMatch(/The upgrade \w+ of app could not be undone: .*it was started with --rm/u);
    expect(examined.code).toBe(exitCode.failed);
    const known = z.looseObject({ stacks: z.array(z.looseObject({ name: z.string(), stuck: z.boolean() })) });
    expect((await boat.answer(known, 'stacks')).stacks).toMatchObject([{ name: 'app', stuck: true }]);

    await docker(host, 'rm', '--force', oneOff);
    await boat.answer(upgradeAnswer, 'upgrade-rollback', (await newest()).id, '--yes');
    await expectAsBefore();
    await releaseKept();
  });

  test('that nobody confirms in time is undone', async () => {
    const args = ['--app-version', '1', '--confirm', '0.25', '--', ...upgradeTo('good')];
    const end = await boat.run('upgrade-guard', 'app', ...args);
    expect(end.stderr).toContain('is healthy. It waits for your word');
    expect(end.stderr).toContain('Nobody confirmed the upgrade');
    expect(end.code).toBe(exitCode.failed);
    await expectAsBefore();
    await releaseKept();
  });

  test('whose process is killed while it waits is undone by a daemon when its time is over', async () => {
    const args = ['--app-version', '1', '--confirm', '0.3', '--', ...upgradeTo('good')];
    const guard = boat.start('upgrade-guard', 'app', ...args);
    await guard.said(/It waits for your word/u);
    guard.signal('SIGKILL');
    await guard.end;
    // Whoever comes next says it and leaves it alone: the operator may be in the middle of something.
    const list = await boat.run('upgrades');
    expect(list.stderr).toContain('waits for your word');
    expect((await newest()).state).toBe('confirming');

    const daemon = boat.start('daemon');
    await until('it is back', async () => ((await newest()).state === 'back' ? true : null), 100_000);
    daemon.signal('SIGTERM');
    await daemon.end;
    await expectAsBefore();
    await releaseKept();
  });

  test('that deletes its old image is undone when the point has its layers, and is left alone when it has not', async () => {
    const edit = ['sed -i s/TAG=1/TAG=broken/ .env', `docker-compose -p ${stack.project} up -d`];
    const command = ['sh', '-ec', [...edit, 'docker image rm upgrade-app:1'].join('\n')];
    const bare = await boat.run('upgrade-guard', 'app', '--health', '0.1', '--', ...command);
    expect(bare.stderr).toContain('UPGRADE_NOT_BACK');
    expect(bare.stderr).toContain('upgrade-app:1');
    expect(bare.code).toBe(exitCode.failed);
    // Nothing was touched: the operator brings the image back, and tries again.
    expect(await readFile(join(stack.folder, '.env'), 'utf8')).toBe('TAG=broken\n');
    const { id, backupId } = await newest();
    await docker(host, 'load', '--input', saved);
    const again = await boat.answer(upgradeAnswer, 'upgrade-rollback', id, '--yes');
    expect(again).toMatchObject({ id, state: 'back', backupId });
    await expectAsBefore();
    await releaseKept();

    const end = await boat.run('upgrade-guard', 'app', '--health', '0.1', '--images', '--', ...command);
    expect(end.stderr).toContain('UPGRADE_UNDONE');
    await expectAsBefore();
    await releaseKept();
  });

  test('is refused while nothing was touched when there is no way back, or no command', async () => {
    const refused = async (by: Lifeboat, command: readonly string[], ...options: readonly string[]) => {
      const { code, stdout } = await by.run('upgrade-guard', 'app', '--json', ...options, '--', ...command);
      return [code, z.object({ error: z.looseObject({ code: z.string() }) }).parse(JSON.parse(stdout)).error.code];
    };
    const notThere = await refused(boat, ['no-such-program', '--json']);
    expect(notThere).toEqual([exitCode.notFound, 'UPGRADE_COMMAND_NOT_FOUND']);
    const noTime = await refused(boat, ['true'], '--health', '0');
    expect(noTime).toEqual([exitCode.usage, 'UPGRADE_PATIENCE_INVALID']);
    const bare = lifeboat(home.path, { DOCKER_HOST: host, PATH: join(home.path, 'nothing') });
    expect(await refused(bare, ['/bin/true'])).toEqual([exitCode.notFound, 'UPGRADE_COMPOSE_MISSING']);
    const labels = { project: stack.project, service: 'other', 'project.environment_file': '/srv/prod.env' };
    const labelled = Object.entries(labels).flatMap(([key, value]) => [
      '--label',
      `com.docker.compose.${key}=${value}`,
    ]);
    const foreignFile = (await docker(host, 'create', ...labelled, busybox)).trim();
    expect(await refused(boat, ['true'])).toEqual([exitCode.refused, 'UPGRADE_ENV_FILE']);
    await docker(host, 'rm', foreignFile);
    await boat.refusal(exitCode.notFound, 'UPGRADE_NOT_FOUND', 'upgrade-confirm', 'no-such-job');
    await boat.refusal(exitCode.refused, 'UPGRADE_NOT_WAITING', 'upgrade-confirm', (await newest()).id);
    expect(await world()).toEqual(before);
  });

  test('and is good is kept by a word from elsewhere, and its point is the newest of its type', async () => {
    // Of a container without a health check is only known that it stays up.
    const [sh, flags, script] = upgradeTo('good');
    const command = [`sed -i '/# of web/d' docker-compose.yml`, script].join('\n');
    const guard = boat.start('upgrade-guard', 'app', '--app-version', '1', '--', sh ?? '', flags ?? '', command);
    const [, id = ''] = await guard.said(/upgrade-confirm (\w+)/u);
    await boat.refusal(exitCode.stackBusy, 'STACK_BUSY', 'backup', 'app');
    await boat.answer(upgradeAnswer, 'upgrade-confirm', id);
    const end = await guard.end;
    expect([end.code, end.stdout]).toEqual([exitCode.done, expect.stringContaining('The new version of app is kept.')]);
    const now = await world();
    expect(now.app).toContain('upgrade-app:good');
    expect(now.dotenv).not.toBe(before.dotenv);
    const { backupId } = await newest();
    await boat.backup('app', '--only', 'volume/web');
    const plan = await boat.answer(
      z.looseObject({ backup: z.looseObject({ id: z.string() }) }),
      'plan',
      'latest',
      '--type',
      'pre-upgrade',
    );
    expect(plan.backup.id).toBe(backupId);
  });
});
