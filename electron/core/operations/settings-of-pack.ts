import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { StackDefinition } from '../../../shared/model/stack.ts';
import { parseCanonicalJson } from '../archive/canonical-json.ts';
import { packFile } from '../archive/pack-layout.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { AppError } from '../errors.ts';
import { fileFailure } from '../file-failure.ts';

const AbsolutePath = z.string().refine(isAbsolute, 'not an absolute path');
const Texts = z.array(z.string());

const PackSettings = z.strictObject({
  stack: z.strictObject({
    name: z.string().min(1),
    definition: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('compose'),
        project: z.string().min(1),
        files: z.array(AbsolutePath),
        workingDirectory: AbsolutePath.nullable(),
        exclude: Texts,
      }),
      z.strictObject({
        kind: z.literal('folder'),
        directories: z.array(AbsolutePath),
        sqlite: z.array(AbsolutePath),
        exclude: Texts,
      }),
    ]),
    storage: AbsolutePath,
  }),
  /** What that one backup was asked for; nothing of a stack depends on it. */
  options: z.looseObject({}),
});

/** What the operator had told Lifeboat about the stack when this pack was made. PACK_MANIFEST_INVALID. */
export async function stackOfPack(
  pack: CompletePack,
): Promise<{ readonly name: string; readonly definition: StackDefinition }> {
  const path = join(pack.path, packFile.settings);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileFailure(error, path);
  });
  const parsed = PackSettings.safeParse(parseCanonicalJson(text, pack.manifest.name, packFile.settings));
  if (parsed.success) return parsed.data.stack;
  throw new AppError(
    'PACK_MANIFEST_INVALID',
    { pack: pack.manifest.name, detail: `${packFile.settings} has an unknown form` },
    { cause: parsed.error },
  );
}
