import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import { ImageSummary } from './engine-answers.ts';
import { runHelper } from './helper-run.ts';

/** What the swap of a volume needs inside its helper image. */
export const helperTools = ['sh', 'mv', 'rm', 'find', 'xargs', 'mkdir', 'du'] as const;

// Trying is cheap but not free, and a machine may have hundreds of images.
const mostCandidates = 40;

const toolCheck = `
for tool do command -v "$tool" >/dev/null || exit 1; done
find / -maxdepth 0 -print0 | xargs -0 sh -c 'test "$1" = /' sh
`;

const verdicts = new WeakMap<Docker, Map<string, Promise<boolean>>>();

/** Ids of the local images, the stack's own first, then small ones before large ones. */
export async function localImages(
  docker: Docker,
  stackImages: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const images = await docker.ask(
    { what: 'list images', method: 'GET', path: '/images/json', signal },
    z.array(ImageSummary),
  );
  const ids = images.toSorted((a, b) => a.Size - b.Size).map((image) => image.Id);
  const own = stackImages.filter((id) => ids.includes(id));
  return [...new Set([...own, ...ids])];
}

/** An image for helpers that are never started: any will do. HELPER_IMAGE_MISSING when there is none. */
export async function anyLocalImage(
  docker: Docker,
  stackImages: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const [first] = await localImages(docker, stackImages, signal);
  if (first === undefined) throw new AppError('HELPER_IMAGE_MISSING', { tools: 'any' });
  return first;
}

/**
 * An image whose containers can exchange the data of a volume. Nothing is pulled; each image is tried
 * once per connection, in a container without network and volumes. HELPER_IMAGE_MISSING names the tools.
 */
export async function chooseHelperImage(
  docker: Docker,
  stackImages: readonly string[],
  jobId: string,
  signal?: AbortSignal,
): Promise<string> {
  const candidates = await localImages(docker, stackImages, signal);
  for (const imageId of candidates.slice(0, mostCandidates)) {
    if (await hasTools(docker, imageId, jobId, signal)) return imageId;
  }
  throw new AppError('HELPER_IMAGE_MISSING', { tools: helperTools.join(', ') });
}

function hasTools(docker: Docker, imageId: string, jobId: string, signal: AbortSignal | undefined): Promise<boolean> {
  const known = verdicts.get(docker) ?? new Map<string, Promise<boolean>>();
  verdicts.set(docker, known);
  const verdict = known.get(imageId) ?? tryTools(docker, imageId, jobId, signal);
  known.set(imageId, verdict);
  // A cancelled or interrupted try says nothing about the image.
  verdict.catch(() => known.delete(imageId));
  return verdict;
}

async function tryTools(
  docker: Docker,
  imageId: string,
  jobId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const end = await runHelper(docker, {
      jobId,
      imageId,
      mount: null,
      writable: false,
      script: toolCheck,
      args: helperTools,
      limitMs: 20_000,
      signal,
    });
    return end.exitCode === 0;
  } catch (error) {
    // The engine's refusal to run it: no shell, or made for another processor.
    if (error instanceof AppError && (error.code === 'DOCKER_CALL_FAILED' || error.code === 'STALLED')) return false;
    throw error;
  }
}
