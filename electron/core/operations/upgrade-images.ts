import type { UpgradeService } from '../../../shared/model/upgrade.ts';
import type { Manifest } from '../archive/manifest.ts';
import type { Docker } from '../docker/client.ts';
import { type ExpectedImage, findImage, tagImage } from '../docker/images.ts';

/** The images that services run, each name once. */
export function imagesOfServices(services: readonly UpgradeService[]): ExpectedImage[] {
  const images = new Map(
    services.map(({ image, imageId }) => [`${image}\0${imageId}`, { reference: image, id: imageId }]),
  );
  return [...images.values()];
}

/** Those whose layers are not on this machine and not in the pack: nobody can run them again. */
export async function goneImages(
  docker: Docker,
  images: readonly ExpectedImage[],
  manifest: Pick<Manifest, 'parts'> | null,
): Promise<ExpectedImage[]> {
  const saved = new Set(
    (manifest?.parts ?? []).flatMap((part) => (part.kind === 'image' ? part.images.map(({ id }) => id) : [])),
  );
  const gone: ExpectedImage[] = [];
  for (const image of images)
    if (!saved.has(image.id) && (await findImage(docker, image.id)) === null) gone.push(image);
  return gone;
}

/** Names stand for these images again, whatever an upgrade made of them. May run again. */
export async function nameImages(docker: Docker, images: readonly ExpectedImage[]): Promise<void> {
  for (const { reference, id } of images) {
    // A digest or an id stands for one image for ever.
    const isName = !reference.includes('@') && !reference.startsWith('sha256:');
    if (isName && (await findImage(docker, reference))?.id !== id) await tagImage(docker, id, reference);
  }
}
