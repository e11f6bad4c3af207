import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliEnd } from '../../support/cli.ts';
import { lifeboat } from '../../support/lifeboat.ts';
import { type FaultPlan, FaultReport, planVariable } from './plan.ts';

/** How a command ended whose file layer failed as planned. */
export interface FaultyEnd {
  readonly end: CliEnd;
  readonly report: FaultReport;
  readonly seconds: number;
}

/** Where a command runs, and on what its file layer may fail. */
export interface FaultPlace {
  /** LIFEBOAT_HOME. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folders on whose paths calls may fail. */
  readonly below: readonly string[];
  /** A folder of the gate's own, made when it is not there. */
  readonly reports: string;
}

const preload = join(import.meta.dirname, 'preload.ts');

/** Runs the real command, one of whose calls fails. */
export async function runFaulty(
  place: FaultPlace,
  fault: Pick<FaultPlan, 'errno' | 'at' | 'lasting'>,
  args: readonly string[],
): Promise<FaultyEnd> {
  const { reports } = place;
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports);
  const plan: FaultPlan = { ...fault, below: [...place.below], reports };
  const boat = lifeboat(place.home, {
    ...place.env,
    NODE_OPTIONS: `--import=${preload}`,
    [planVariable]: JSON.stringify(plan),
  });
  const begun = performance.now();
  const end = await boat.run(...args);
  const seconds = (performance.now() - begun) / 1000;
  const read = (name: string): Promise<string> => readFile(join(reports, name), 'utf8').catch(() => '');
  const [calls, hit, uncaught] = [await read('calls'), await read('hit'), await read('uncaught')];
  const parsed: unknown = hit === '' ? null : JSON.parse(hit);
  const report = FaultReport.parse({
    calls: calls === '' ? null : Number(calls),
    hit: parsed,
    uncaught: uncaught.split('\n').filter((line) => line !== ''),
  });
  return { end, report, seconds };
}
