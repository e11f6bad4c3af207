// `npm run screens`: every screen and state of the real panel, in both languages and themes, into docs/screens.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startComposeStack } from '../support/compose-stack.ts';
import { startDatabaseStack } from '../support/database-stack.ts';
import { startDockerEngine } from '../support/docker-engine.ts';
import { busyboxImage, importBusybox } from '../support/images.ts';
import { setup } from '../support/panel-testbed.ts';
import { sambaSetUps, startSamba } from '../support/samba.ts';
import { spendNights, withoutCatchUp } from '../support/nights.ts';
import { openPanel } from '../support/panel.ts';
import { cameraInto } from './camera.ts';
import { shootDatabases } from './database-scenes.ts';
import { fillHome } from './home.ts';
import { operatorFolder } from './operator-folder.ts';
import { shootFirstStack, shootMorning, shootRecovery, shootRunning, shootScreens } from './scenes.ts';
import { shootReplica } from './replica-scenes.ts';
import { shootSchedule } from './schedule-scenes.ts';
import { shootRollback } from './rollback-scenes.ts';
import { shootUpgrade, upgradable } from './upgrade-scenes.ts';

const folder = join(import.meta.dirname, '../../docs/screens');
const say = (text: string): void => {
  process.stderr.write(`screens: ${text}\n`);
};
const nights = ['good', 'good', 'missed', 'good', 'failed', 'good', 'good', 'good', 'missed', 'good', 'good'] as const;
const service = `image: ${busyboxImage}`;
const compose = `
version: "3.8"
services:
  web: { ${service}, volumes: ["pages:/var/wiki"] }
  search: { ${service} }
  db: { ${service}, volumes: ["db:/var/lib/postgresql/data"] }
volumes: { pages: {}, db: {} }
`;

const end = await setup();
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await shootAll();
} finally {
  await end();
}

async function shootAll(): Promise<void> {
  const shoot = cameraInto(folder, say);
  await using engine = await startDockerEngine();
  await importBusybox(engine.host);
  await using operator = await operatorFolder(engine.host);
  const { apps, home, host } = operator;
  const project = 'shop-wiki';
  await using wiki = await startComposeStack({ host, compose, project, folder: join(apps, project) });
  const env = { DOCKER_HOST: host };
  const ledger = join(apps, 'ledger');
  await mkdir(ledger);
  {
    await using panel = await openPanel({ home: join(engine.scratch, 'new'), env });
    await shootFirstStack(panel, shoot, ledger);
  }
  {
    const places = { path: join(engine.scratch, 'nights'), beside: join(apps, 'pictures') };
    await mkdir(places.beside);
    await spendNights(places, nights);
    await using panel = await openPanel({ home: places.path, env });
    await shootSchedule(panel, shoot, 'photos');
  }
  {
    const places = { path: join(engine.scratch, 'morning'), beside: join(apps, 'albums') };
    await mkdir(places.beside);
    await spendNights(places, ['good', 'failed', 'good', 'good', 'missed', 'missed'], withoutCatchUp);
    await using panel = await openPanel({ home: places.path, env });
    await shootMorning(panel, shoot);
  }
  {
    const folder = join(apps, 'copies');
    await mkdir(folder);
    await using samba = await startSamba({ global: sambaSetUps.encrypted });
    await using panel = await openPanel({
      home: join(engine.scratch, 'replica'),
      env: { ...env, LIFEBOAT_SECRETS: 'key-file' },
    });
    await shootReplica(panel, shoot, { samba, folder });
  }
  {
    const project = 'intranet';
    await using intranet = await startComposeStack({ ...upgradable, host, project, folder: join(apps, project) });
    await using panel = await openPanel({ home: join(engine.scratch, 'upgrade'), env });
    await shootUpgrade(panel, shoot, intranet);
  }
  {
    say('importing databases');
    const project = 'bookshop';
    const named = { project, folder: join(apps, project) };
    await using bookshop = await startDatabaseStack(host, 'postgresql', named);
    await using panel = await openPanel({ home: join(engine.scratch, 'databases'), env });
    await shootDatabases(panel, shoot, bookshop.stack.project);
  }
  say('making ten days of backups');
  await fillHome({ home, beside: apps, host, project: wiki.project });
  {
    await using panel = await openPanel({ home, env });
    await shootScreens(panel, shoot, wiki.project);
    await shootRollback(panel, shoot, wiki.project, 'ledger');
    await shootRunning(panel, shoot, wiki.project);
    await panel.kill();
  }
  await using panel = await openPanel({ home, env });
  await shootRecovery(panel, shoot);
}
