import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { exitCode } from '../../shared/exit-codes.ts';
import { lifeboat } from '../support/lifeboat.ts';
import { openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const host = inject('dockerHost');

test('the panel runs what is due; a daemon beside it waits, and takes over when the panel is killed', async () => {
  await using home = await tempHome();
  const env = { DOCKER_HOST: host };
  const boat = lifeboat(home.path, env);
  const data = join(home.beside, 'letters');
  await mkdir(data);
  await writeFile(join(data, 'letter.txt'), 'dear reader');
  await boat.run('stack', 'add', '--folder', data, '--name', 'letters', '--storage', join(home.beside, 'kept'));
  await boat.run('policy', 'add', 'letters', '--name', 'often', '--cron', '*/5 * * * * *');
  await using panel = await openPanel({ home: home.path, env });
  const [stack] = await panel.call('stacks.list');
  await until('a scheduled backup is good', async () => {
    const backups = await panel.call('backups.list', { stack: stack?.id ?? '' });
    return backups.some(({ type, status, verified }) => type === 'scheduled' && status === 'succeeded' && verified)
      ? true
      : null;
  });
  expect(await panel.call('schedule.state')).toMatchObject({ owner: { kind: 'panel' }, paused: null });

  const daemon = boat.start('daemon');
  await daemon.said(/The panel \(process \d+\) runs the schedules/u);
  await panel.kill();
  // Of the daemon itself: before, it had nothing to say.
  await daemon.said(/letters · often: done/u);
  expect(await boat.run('schedule', 'status')).toMatchObject({
    stdout: expect.stringContaining(`The scheduler runs in lifeboat daemon (process ${daemon.pid}).`),
  });
  daemon.signal('SIGTERM');
  expect((await daemon.end).code).toBe(exitCode.done);
});
