import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../../shared/model/report.ts';
import type { EngineContext } from '../engine-context.ts';
import { reportOf } from '../errors.ts';
import { examineCatalog, examineLog, examineRuntime } from './doctor/installation.ts';
import { examinePacks } from './doctor/packs.ts';
import { examineReplicas } from './doctor/replicas.ts';
import { examineEnvironment, examineSchedule } from './doctor/schedule.ts';
import { examineDebts, examineDocker, examineJobs, examineKeptData } from './doctor/services.ts';
import { examineSpace, examineStorages } from './doctor/storages.ts';
import { examineNotifications, examineSecrets } from './doctor/telling.ts';
import { examineUpgrades } from './doctor/upgrades.ts';

const checks: readonly ((context: EngineContext) => Promise<Finding[]>)[] = [
  examineRuntime,
  examineLog,
  examineCatalog,
  examineDocker,
  examineDebts,
  examineJobs,
  examineStorages,
  examineSpace,
  examinePacks,
  examineKeptData,
  examineSchedule,
  examineEnvironment,
  examineNotifications,
  examineSecrets,
  examineReplicas,
  examineUpgrades,
];

/**
 * Looks at everything that must hold on this machine and says what is wrong. Changes nothing. A catalog
 * that a check cannot read is a finding, and hides none of the others.
 */
export async function examine(context: EngineContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    try {
      findings.push(...(await check(context)));
    } catch (error) {
      findings.push(catalogFinding(context, error));
    }
  }
  // One catalog that cannot be read fails many checks in the same words.
  return findings.filter((finding, at) => !findings.slice(0, at).some((other) => isDeepStrictEqual(other, finding)));
}

/** What a check that could not read the catalog says. Any other failure is thrown on. */
function catalogFinding({ catalog }: EngineContext, error: unknown): Finding {
  const { code, params } = reportOf(error);
  const isDatabase = error instanceof Error && error.name === 'SqliteError';
  if (code !== 'CATALOG_UNUSABLE' && !isDatabase) throw error;
  return { check: 'catalog', state: 'alarm', subject: catalog.file, params: { detail: params['detail'] ?? code } };
}
