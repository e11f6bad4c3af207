import { z } from 'zod';
import { AppError, detailOf } from '../errors.ts';

const SavedManifest = z
  .array(
    z.object({
      Config: z.string().min(1),
      RepoTags: z.array(z.string()).nullish(),
      Layers: z.array(z.string().min(1)).nullish(),
    }),
  )
  .min(1);

/**
 * Whether a `docker save` tar is whole: every configuration and layer that its `manifest.json` lists is a
 * member. Holds for the legacy layout (`<id>/layer.tar`) and the OCI one (`blobs/sha256/…`).
 * IMAGES_INCOMPLETE otherwise: some engines write tars whose layers are missing, and say nothing.
 */
export function checkSavedImages(manifestJson: string, memberNames: ReadonlySet<string>): void {
  for (const image of parseManifest(manifestJson)) {
    const layers = image.Layers ?? [];
    if (layers.length === 0) throw incomplete(`${nameOf(image)} has no layers`);
    const missing = [image.Config, ...layers].find((member) => !memberNames.has(member));
    if (missing !== undefined) throw incomplete(`${nameOf(image)} lacks ${missing}`);
  }
}

function parseManifest(text: string): z.infer<typeof SavedManifest> {
  try {
    return SavedManifest.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('IMAGES_INCOMPLETE', { detail: `manifest.json: ${detailOf(error)}` }, { cause: error });
  }
}

function nameOf(image: z.infer<typeof SavedManifest>[number]): string {
  return image.RepoTags?.[0] ?? image.Config;
}

function incomplete(detail: string): Error {
  return new AppError('IMAGES_INCOMPLETE', { detail });
}
