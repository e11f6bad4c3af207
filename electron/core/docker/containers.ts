import { setTimeout as delay } from 'node:timers/promises';
import { AppError, detailOf, hasCode } from '../errors.ts';
import type { Docker } from './client.ts';
import { statusOf } from './docker-failure.ts';
import { ContainerInspection, ContainerSummary, type RestartPolicy } from './engine-answers.ts';
import { label } from './project-labels.ts';
import { z } from 'zod';

// What Docker waits before it kills, when neither container nor image says otherwise.
const standardStopSeconds = 10;
// Killing, unmounting and writing the state down, on a busy machine.
const stopSlackMs = 60_000;
const stopPollMs = 100;
// From the engine's own kill, after a stop's grace, to the container's end.
const killSlackMs = 2_000;

/** Enough to find a container again: by its id, or as the same service's successor. */
export interface ContainerReference {
  readonly containerId: string;
  readonly project: string | null;
  readonly service: string;
  readonly number: number;
}

/** A container as the engine tells it now. DOCKER_CALL_FAILED when it does not exist. */
export async function inspectContainer(docker: Docker, id: string, signal?: AbortSignal): Promise<ContainerInspection> {
  return docker.ask(
    { what: `inspect ${id.slice(0, 12)}`, method: 'GET', path: `/containers/${id}/json`, signal },
    ContainerInspection,
  );
}

/** The same, or null when there is no such container. */
export async function findContainer(
  docker: Docker,
  id: string,
  signal?: AbortSignal,
): Promise<ContainerInspection | null> {
  try {
    return await inspectContainer(docker, id, signal);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** All containers, running or not, optionally of one label (`key` or `key=value`). */
export async function listContainers(
  docker: Docker,
  ofLabel: string | null,
  signal?: AbortSignal,
): Promise<ContainerSummary[]> {
  const filters = ofLabel === null ? {} : { filters: JSON.stringify({ label: [ofLabel] }) };
  return docker.ask(
    { what: 'list containers', method: 'GET', path: '/containers/json', query: { all: true, ...filters }, signal },
    z.array(ContainerSummary),
  );
}

/**
 * Stops a container, honours its own stop time-out, and looks until it does not run. False when it did not
 * run before. SERVICE_STOP_FAILED when it keeps running, or would be deleted by being stopped.
 */
export async function stopContainer(docker: Docker, id: string, signal?: AbortSignal): Promise<boolean> {
  const before = await inspectContainer(docker, id, signal);
  if (!before.State.Running) return false;
  const service = serviceName(before);
  if (before.HostConfig.AutoRemove) {
    throw new AppError('SERVICE_STOP_FAILED', {
      service,
      detail: 'it was started with --rm: stopping would delete it',
    });
  }
  const graceMs = stopGraceMs(before);
  try {
    await docker.tell({
      what: `stop ${service}`,
      method: 'POST',
      path: `/containers/${id}/stop`,
      signal,
      limitMs: graceMs,
    });
  } catch (error) {
    if (!hasCode(error, 'DOCKER_CALL_FAILED')) throw error;
    throw new AppError('SERVICE_STOP_FAILED', { service, detail: detailOf(error) }, { cause: error });
  }
  await untilStopped(docker, id, service, signal);
  return true;
}

/** Starts a container; one that runs is left alone. It may run again and again. */
export async function startContainer(docker: Docker, id: string, signal?: AbortSignal): Promise<void> {
  await docker.tell({
    what: `start ${id.slice(0, 12)}`,
    method: 'POST',
    path: `/containers/${id}/start`,
    signal,
    limitMs: 120_000,
  });
}

/** Says when the engine starts a container by itself; running or not, and until somebody says otherwise. */
export async function setRestartPolicy(docker: Docker, id: string, policy: RestartPolicy): Promise<void> {
  await docker.tell({
    what: `update ${id.slice(0, 12)}`,
    method: 'POST',
    path: `/containers/${id}/update`,
    body: { RestartPolicy: policy },
  });
}

/** The container of a reference as it is now: by id, else the same project's same service and number. */
export async function findAgain(
  docker: Docker,
  wanted: ContainerReference,
  signal?: AbortSignal,
): Promise<ContainerInspection | null> {
  const same = await findContainer(docker, wanted.containerId, signal);
  if (same !== null || wanted.project === null) return same;
  const candidates = await listContainers(docker, `${label.project}=${wanted.project}`, signal);
  const found = candidates.find(
    ({ Labels: labels }) =>
      labels[label.service] === wanted.service &&
      Number(labels[label.number] ?? 1) === wanted.number &&
      labels[label.oneOff]?.toLowerCase() !== 'true',
  );
  return found ? findContainer(docker, found.Id, signal) : null;
}

/**
 * Waits for the end of a stop that a process asked for before it died, if there is one: the engine goes on
 * with it. Returns when the container does not run, or when every stop would have ended by now.
 */
export async function awaitStopInFlight(docker: Docker, wanted: ContainerReference): Promise<void> {
  const container = await findAgain(docker, wanted);
  if (container === null) return;
  const deadline = performance.now() + stopSeconds(container) * 1000 + killSlackMs;
  while (performance.now() <= deadline) {
    if ((await findContainer(docker, container.Id))?.State.Running !== true) return;
    await delay(stopPollMs);
  }
}

async function untilStopped(
  docker: Docker,
  id: string,
  service: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + stopSlackMs;
  while (performance.now() <= deadline) {
    const now = await inspectContainer(docker, id, signal);
    if (!now.State.Running) return;
    await delay(stopPollMs, undefined, signal ? { signal } : {});
  }
  throw new AppError('SERVICE_STOP_FAILED', { service, detail: 'it still runs after it was stopped' });
}

function stopGraceMs(container: ContainerInspection): number {
  return stopSeconds(container) * 1000 + stopSlackMs;
}

function stopSeconds(container: ContainerInspection): number {
  const seconds = container.Config.StopTimeout ?? standardStopSeconds;
  // Negative means "for ever" to Docker; nothing here may wait for ever.
  return seconds < 0 ? 3600 : seconds;
}

function serviceName(container: ContainerInspection): string {
  return container.Config.Labels[label.service] ?? container.Name.replace(/^\//u, '');
}

/** Whether the engine said that what a call was about does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof AppError && statusOf(error.cause) === 404;
}
