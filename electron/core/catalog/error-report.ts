import { z } from 'zod';
import { type ErrorCode, type ErrorReport, errorTable } from '../../../shared/errors.ts';

/** An error as the catalog keeps it. */
export const errorReportSchema: z.ZodType<ErrorReport> = z.strictObject({
  code: z.custom<ErrorCode>(
    (value) => typeof value === 'string' && Object.hasOwn(errorTable, value),
    'unknown error code',
  ),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
