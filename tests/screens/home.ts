import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BackupRequest } from '../../electron/core/engine-api.ts';
import { createEngine } from '../../electron/core/engine.ts';
import type { BackupType } from '../../shared/model/backup.ts';
import { volumePath } from '../support/lifeboat.ts';
import { until } from '../support/until.ts';

const hourMs = 3_600_000;
const mib = 2 ** 20;

interface HomeParts {
  /** LIFEBOAT_HOME; empty so far. */
  readonly home: string;
  /** Where the folder stacks live. */
  readonly beside: string;
  /** For DOCKER_HOST. */
  readonly host: string;
  /** A Compose project that runs, with the volumes `pages` and `db`. */
  readonly project: string;
}

/** Ten days of an operator's life, made by the engine itself with a clock that is late. */
export async function fillHome({ home, beside, host, project }: HomeParts): Promise<void> {
  const { ledger, photos } = await makeFolders(beside);
  await writeFile(join(await volumePath(host, `${project}_pages`), 'pages.bin'), randomBytes(24 * mib));
  const database = join(await volumePath(host, `${project}_db`), 'pgdata');
  let late = 0;
  const engine = await createEngine({ home, env: { DOCKER_HOST: host }, clock: () => Date.now() - late });
  const back = async (hoursAgo: number, request: BackupRequest): Promise<void> => {
    late = hoursAgo * hourMs;
    await engine.backup(request).result;
  };
  const broken = async (hoursAgo: number, request: BackupRequest): Promise<void> => {
    const failure = await back(hoursAgo, request).catch((error: unknown) => error);
    if (failure === undefined) throw new Error(`the backup of ${request.stack} was to fail`);
  };
  late = 300 * hourMs;
  await engine.addStack({ project });
  await engine.addStack({ folders: [ledger], sqlite: [join(ledger, 'ledger.db')], exclude: ['cache/**'] });
  await engine.addStack({ folders: [photos], name: 'family-photos-originals-and-edited-copies' });
  for (let night = 9; night >= 0; night -= 1) {
    await writeFile(database, randomBytes((30 - night) * mib));
    const appVersion = night > 4 ? '2.3.0' : '2.3.1';
    const type: BackupType = 'scheduled';
    await back(24 * night + 6.3, { stack: project, type, appVersion });
    if (night === 5) await back(24 * night + 1, { stack: project, type: 'pre-upgrade', appVersion });
  }
  const missing = (await engine.backups(project)).find(
    ({ createdAt }) => Date.parse(createdAt) < Date.now() - 90 * hourMs,
  );
  if (typeof missing?.path === 'string') await rm(missing.path, { recursive: true });
  late = 52 * hourMs;
  const cancelled = engine.backup({ stack: project, limit: 4 * mib, appVersion: '2.3.1' });
  await until('the copy has begun', async () =>
    (await engine.job(cancelled.jobId)).job.progress.phase === 'copying' ? true : null,
  );
  await engine.cancel(cancelled.jobId);
  await cancelled.result.catch(() => undefined);
  await back(2.1, { stack: project, type: 'manual', appVersion: '2.3.1', format: 'gzip', level: 6 });

  await back(75, { stack: 'ledger', type: 'manual', appVersion: '7.1' });
  await back(50, { stack: 'ledger', type: 'pre-upgrade', appVersion: '7.1' });
  await rename(ledger, `${ledger}.away`);
  await broken(26, { stack: 'ledger', type: 'manual' });
  await rename(`${ledger}.away`, ledger);
  await rename(photos, `${photos}.away`);
  await broken(20, { stack: 'family-photos-originals-and-edited-copies', type: 'manual' });
  await rename(`${photos}.away`, photos);
  late = 0;
  await engine.close();
}

async function makeFolders(beside: string): Promise<{ readonly ledger: string; readonly photos: string }> {
  const ledger = join(beside, 'ledger');
  const photos = join(beside, 'photos');
  for (const folder of ['receipts', 'cache']) await mkdir(join(ledger, folder), { recursive: true });
  for (let n = 0; n < 40; n += 1) await writeFile(join(ledger, 'receipts', `${2100 + n}.pdf`), randomBytes(10 * mib));
  using database = new DatabaseSync(join(ledger, 'ledger.db'));
  database.exec("CREATE TABLE booking (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO booking (text) VALUES ('rent')");
  await mkdir(photos);
  for (let n = 0; n < 12; n += 1) await writeFile(join(photos, `IMG_${4410 + n}.jpg`), randomBytes(mib));
  return { ledger, photos };
}
