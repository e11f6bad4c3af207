import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import type { Docker } from './client.ts';
import { isMissing } from './containers.ts';
import { guardedStream } from './guarded-stream.ts';
import { ImageInspection } from './engine-answers.ts';

const slowAnswerMs = 300_000;

/** The id that a reference (`name:tag` or an id) stands for; null when there is no such image. */
export async function findImage(
  docker: Docker,
  reference: string,
  signal?: AbortSignal,
): Promise<{ readonly id: string; readonly size: number } | null> {
  try {
    const path = `/images/${encodeURIComponent(reference)}/json`;
    const found = await docker.ask(
      { what: `inspect image ${reference}`, method: 'GET', path, signal },
      ImageInspection,
    );
    return { id: found.Id, size: found.Size };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** All images in one plain tar, with shared layers once, as `docker save` writes it. */
export function saveImages(docker: Docker, references: readonly string[], signal: AbortSignal): Readable {
  const what = 'save images';
  // The engine assembles the layers before it sends the first byte.
  const call = {
    what,
    method: 'GET',
    path: '/images/get',
    query: { names: references },
    signal,
    limitMs: slowAnswerMs,
  } as const;
  const open = async () => ({ response: await docker.begin(call) });
  return guardedStream(open, { endpoint: docker.endpoint, what, signal, limitMs: slowAnswerMs });
}

/** An image that must be there after loading: its reference and its id. */
export interface ExpectedImage {
  readonly reference: string;
  readonly id: string;
}

/**
 * Loads images from a plain tar that `checkSavedImages` accepted, and looks whether each reference now
 * stands for its id. IMAGES_INCOMPLETE when not. May run again.
 */
export async function loadImages(
  docker: Docker,
  tar: Readable,
  expected: readonly ExpectedImage[],
  signal: AbortSignal,
): Promise<void> {
  await docker.tell({
    what: 'load images',
    method: 'POST',
    path: '/images/load',
    query: { quiet: true },
    upload: tar,
    signal,
    limitMs: slowAnswerMs,
    stallMs: slowAnswerMs,
  });
  for (const { reference, id } of expected) {
    const found = await findImage(docker, reference, signal);
    if (found?.id !== id) {
      throw new AppError('IMAGES_INCOMPLETE', {
        detail: `${reference} is ${found?.id ?? 'absent'} after loading, not ${id}`,
      });
    }
  }
}

/** Gives an image a name, which it takes from whatever image had it. May run again. */
export async function tagImage(docker: Docker, id: string, reference: string, signal?: AbortSignal): Promise<void> {
  const colon = reference.lastIndexOf(':');
  const hasTag = colon > reference.lastIndexOf('/');
  const query = {
    repo: hasTag ? reference.slice(0, colon) : reference,
    tag: hasTag ? reference.slice(colon + 1) : 'latest',
  };
  const path = `/images/${encodeURIComponent(id)}/tag`;
  await docker.tell({ what: `tag ${reference}`, method: 'POST', path, query, signal });
}
