import { AppError } from '../errors.ts';

/** The one form of JSON in packs: two spaces, a newline at the end. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Parses JSON that must be in exactly the form that `canonicalJson` writes. So there can be no duplicate
 * key, no number that JavaScript reads as another one, no BOM and nothing after the end.
 */
export function parseCanonicalJson(text: string, pack: string, file: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value) === text) return value;
  } catch (error) {
    throw new AppError('PACK_MANIFEST_INVALID', { pack, detail: `${file} is not JSON` }, { cause: error });
  }
  throw new AppError('PACK_MANIFEST_INVALID', { pack, detail: `${file} is not in its canonical form` });
}
