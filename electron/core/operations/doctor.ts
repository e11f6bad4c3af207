import type { Finding } from '../../../shared/model/report.ts';
import type { EngineContext } from '../engine-context.ts';
import { reportOf } from '../errors.ts';
import { examineCatalog, examineLog, examineRuntime } from './doctor/installation.ts';
import { examinePacks } from './doctor/packs.ts';
import { examineDebts, examineDocker, examineJobs, examineKeptData } from './doctor/services.ts';
import { examineSpace, examineStorages } from './doctor/storages.ts';

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
      const { code, params } = reportOf(error);
      if (code !== 'CATALOG_UNUSABLE') throw error;
      const finding: Finding = {
        check: 'catalog',
        state: 'alarm',
        subject: context.catalog.file,
        params: { detail: String(params['detail']) },
      };
      if (!findings.some((other) => other.check === 'catalog' && other.params['detail'] === finding.params['detail']))
        findings.push(finding);
    }
  }
  return findings;
}
