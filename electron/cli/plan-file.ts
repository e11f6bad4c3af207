import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { RollbackPlan } from '../../shared/model/rollback.ts';
import { RollbackPlanSchema } from '../../shared/model/rollback-plan-schema.ts';
import { AppError, detailOf } from '../core/errors.ts';

/** No plan comes near this; whatever is larger is not one. */
const sizeLimit = 16 * 1024 * 1024;

/** Writes a plan for its owner's eyes alone. FILE_EXISTS unless it may overwrite; then says whether it did. */
export async function writePlanFile(
  path: string,
  plan: RollbackPlan,
  options: { readonly overwrite: boolean },
): Promise<{ readonly replaced: boolean }> {
  const text = `${JSON.stringify(plan, null, 2)}\n`;
  try {
    await writeNew(path, text);
    return { replaced: false };
  } catch (error) {
    if (!hasErrno(error, 'EEXIST'))
      throw new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
    if (!options.overwrite) throw new AppError('FILE_EXISTS', { path }, { cause: error });
  }
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeNew(draft, text);
    await rename(draft, path);
    return { replaced: true };
  } catch (error) {
    await rm(draft, { force: true });
    throw new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
  }
}

/** Reads a saved plan; PLAN_INVALID for anything that is not exactly one. */
export async function readPlanFile(path: string): Promise<RollbackPlan> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = await file.stat();
    if (size > sizeLimit) throw new Error(`${size} bytes`);
    const parsed = RollbackPlanSchema.safeParse(JSON.parse(await file.readFile('utf8')));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') || '.'}: ${issue?.message ?? ''}`);
  } catch (error) {
    throw new AppError('PLAN_INVALID', { path, detail: detailOf(error) }, { cause: error });
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
}

function hasErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
