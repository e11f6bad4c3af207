import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import { type Debt, debtSchema } from '../catalog/debts.ts';
import { removeDurably, syncFolder, writeDurably } from '../durable-file.ts';
import { AppError, detailOf, reportOf } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

/** Every debt that can be read, and the records that cannot: those hide no other. */
export interface OpenDebts {
  /** Unpaid containers only. A debt without any is paid, and wants to be settled. */
  readonly debts: readonly Debt[];
  readonly unreadable: readonly { readonly jobId: string; readonly path: string; readonly error: ErrorReport }[];
}

/**
 * What was stopped and must run again, in the catalog and in one file per job; either alone is enough.
 * Every method may run again after a crash at any point of itself.
 */
export interface StopLedger {
  /**
   * Durable when it resolves: call it before the first stop. A job may owe again, settled or not: then all
   * that it owed and owes now is unpaid, because it is about to be stopped once more.
   */
  owe(debt: Debt): Promise<void>;
  /** The container was seen running again. */
  paid(jobId: string, containerId: string): void;
  /** Closes a debt. Refuses with INTERNAL while a container of it is unpaid, or when nobody can read it. */
  settle(jobId: string): Promise<void>;
  open(): Promise<OpenDebts>;
}

/** `directory`: the ledger's folder, made when the first debt is written. */
export function createStopLedger(catalog: Catalog, directory: string): StopLedger {
  return new CatalogAndFiles(catalog, directory);
}

class CatalogAndFiles implements StopLedger {
  readonly #catalog: Catalog;
  readonly #directory: string;

  constructor(catalog: Catalog, directory: string) {
    this.#catalog = catalog;
    this.#directory = directory;
  }

  async owe(owed: Debt): Promise<void> {
    const debt = await this.#withOlder(owed);
    this.#catalog.debts.owe(debt);
    if ((await mkdir(this.#directory, { recursive: true, mode: 0o700 })) !== undefined) {
      await syncFolder(join(this.#directory, '..'));
    }
    await writeDurably(this.#file(debt.jobId), `${JSON.stringify(debt, null, 2)}\n`);
  }

  /** The same debt with what the job owes already and has not paid. */
  async #withOlder(debt: Debt): Promise<Debt> {
    const older = (await this.open()).debts.find((open) => open.jobId === debt.jobId);
    if (older === undefined) return debt;
    const ids = new Set(debt.containers.map((container) => container.containerId));
    return {
      ...debt,
      containers: [...debt.containers, ...older.containers.filter((container) => !ids.has(container.containerId))],
    };
  }

  paid(jobId: string, containerId: string): void {
    this.#catalog.debts.pay(jobId, containerId);
  }

  async settle(jobId: string): Promise<void> {
    const { debts, unreadable } = await this.open();
    const debt = debts.find((open) => open.jobId === jobId);
    const unpaid = debt?.containers.map((container) => container.service) ?? [];
    if (unpaid.length > 0) throw new AppError('INTERNAL', { detail: `job ${jobId} still owes ${unpaid.join(', ')}` });
    if (debt === undefined && unreadable.some((record) => record.jobId === jobId)) {
      throw new AppError('INTERNAL', { detail: `nobody can read what job ${jobId} owes` });
    }
    // In this order, a crash in between leaves a paid debt in the catalog and not a file without its payments.
    await removeDurably(this.#file(jobId));
    await this.#removeUnfinished(jobId);
    this.#catalog.debts.settle(jobId);
  }

  /** A process that died while it wrote the file has left the beginning of it. */
  async #removeUnfinished(jobId: string): Promise<void> {
    const unfinished = (await this.#names()).filter((name) => name.startsWith(`.${jobId}.json.`));
    for (const name of unfinished) await rm(join(this.#directory, name), { force: true });
  }

  async open(): Promise<OpenDebts> {
    const jobIds = new Set([...this.#catalog.debts.open(), ...(await this.#filed())]);
    const debts: Debt[] = [];
    const unreadable: OpenDebts['unreadable'][number][] = [];
    for (const jobId of jobIds) {
      const inCatalog = this.#fromCatalog(jobId);
      const inFile = await this.#fromFile(jobId);
      for (const record of [inCatalog, inFile])
        if (record.error !== null) unreadable.push({ jobId, path: record.path, error: record.error });
      // The file is written after the row, so of two the row is never the older one.
      const debt = inCatalog.debt ?? inFile.debt;
      if (debt !== null) debts.push(this.#withoutPaid(debt));
    }
    return { debts, unreadable };
  }

  #withoutPaid(debt: Debt): Debt {
    const payments = this.#catalog.debts.payments(debt.jobId);
    return { ...debt, containers: debt.containers.filter((container) => !payments.has(container.containerId)) };
  }

  #fromCatalog(jobId: string): LedgerRecord {
    const path = this.#catalog.file;
    try {
      return { path, debt: this.#catalog.debts.get(jobId), error: null };
    } catch (error) {
      return { path, debt: null, error: reportOf(error) };
    }
  }

  async #fromFile(jobId: string): Promise<LedgerRecord> {
    const path = this.#file(jobId);
    try {
      const debt = debtSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      if (debt.jobId !== jobId) throw new Error(`holds the debt of job ${debt.jobId}`);
      return { path, debt, error: null };
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return { path, debt: null, error: null };
      return {
        path,
        debt: null,
        error: reportOf(new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error })),
      };
    }
  }

  async #filed(): Promise<string[]> {
    const names = await this.#names();
    return names.filter((name) => name.endsWith('.json')).map((name) => basename(name, '.json'));
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#directory);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw new AppError('FILE_FAILED', { path: this.#directory, detail: detailOf(error) }, { cause: error });
    }
  }

  #file(jobId: string): string {
    return join(this.#directory, `${jobId}.json`);
  }
}

interface LedgerRecord {
  readonly path: string;
  readonly debt: Debt | null;
  readonly error: ErrorReport | null;
}
