import { existsSync } from 'node:fs';
import { parseCompose } from '../../../electron/core/docker/compose-file.ts';
import { hasCode } from '../../../electron/core/errors.ts';
import type { ComposeCase } from './compose-files.ts';

/** Of processor time: how long it lasts is a matter of what else the machine does. */
const limitMs = 5000;

/** What was wrong with how a compose file was read; null when it was read or refused as it should be, in time. */
export function composeFault({ text, verdict }: ComposeCase): string | null {
  const content = typeof text === 'string' ? text : text();
  const begun = process.cpuUsage();
  const outcome = outcomeOf(content);
  const ms = process.cpuUsage(begun).user / 1000;
  if (outcome !== verdict) return `${outcome} instead of ${verdict}`;
  if (Reflect.get({}, 'polluted') !== undefined || Reflect.get({}, 'image') !== undefined) return 'every object has it';
  if (existsSync('/tmp/evil')) return '/tmp/evil was made';
  return ms < limitMs ? null : `it took ${ms} ms`;
}

function outcomeOf(text: string): string {
  try {
    const { services } = parseCompose(text, '/srv/app/compose.yaml', {});
    // What is read can also be said.
    JSON.stringify(services);
    return 'read';
  } catch (error) {
    return hasCode(error, 'COMPOSE_FILE_INVALID') ? 'refused' : `thrown: ${String(error)}`;
  }
}
