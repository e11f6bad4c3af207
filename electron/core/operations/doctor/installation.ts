import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../../../shared/model/report.ts';
import type { EngineContext } from '../../engine-context.ts';
import { detailOf } from '../../errors.ts';

// Type stripping, zstd in zlib and async disposal are all there from this one on.
const oldestNode = 24;

/** Whether SQLite itself finds the catalog whole. One that is too old for it does not open at all. */
export async function examineCatalog({ catalog }: EngineContext): Promise<Finding[]> {
  const verdict = catalog.quickCheck();
  await Promise.resolve();
  return [
    {
      check: 'catalog',
      state: verdict === 'ok' ? 'good' : 'alarm',
      subject: catalog.file,
      params: { detail: verdict },
    },
  ];
}

/** Whether a line could be written to the log now; the log itself keeps silent when it cannot. */
export async function examineLog({ home }: EngineContext): Promise<Finding[]> {
  const subject = join(home, 'logs', 'lifeboat.log');
  try {
    await (await open(subject, 'a', 0o600)).close();
    return [{ check: 'log', state: 'good', subject, params: {} }];
  } catch (error) {
    return [{ check: 'log', state: 'alarm', subject, params: { detail: detailOf(error) } }];
  }
}

/** What this process runs on. */
export async function examineRuntime(): Promise<Finding[]> {
  await Promise.resolve();
  return [runtimeFinding(process.versions.node)];
}

/** `version`: as in `process.versions.node`. */
export function runtimeFinding(version: string): Finding {
  const name = `Node ${version}`;
  const good = Number(version.split('.')[0]) >= oldestNode;
  return {
    check: 'runtime',
    state: good ? 'good' : 'alarm',
    subject: name,
    params: { version: name, detail: `< ${oldestNode}` },
  };
}
