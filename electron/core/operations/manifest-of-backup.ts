import type { Backup } from '../../../shared/model/backup.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { canonicalJson } from '../archive/canonical-json.ts';
import { formatVersionOf, Manifest, type ManifestPart } from '../archive/manifest.ts';
import type { PackTexts } from '../archive/publish.ts';
import { restoreText } from '../archive/restore-text.ts';
import type { EngineContext } from '../engine-context.ts';
import type { CopiedStack } from './backup-copy.ts';
import type { BackupOptions } from './backup-options.ts';
import type { LiveStack } from './stack-access.ts';

interface BackupFacts {
  readonly context: Pick<EngineContext, 'hostId' | 'tool'>;
  readonly stack: Stack;
  readonly options: BackupOptions;
  readonly record: Backup;
  readonly live: LiveStack;
  readonly copied: CopiedStack;
  readonly endedAt: string;
}

function entriesOf(part: ManifestPart): number {
  return 'entries' in part ? part.entries : 1;
}

/** The manifest of what was copied. Parsed by its own schema, so that nothing is written that would be refused when read. */
export function composeManifest({ context, stack, options, record, live, copied, endedAt }: BackupFacts): Manifest {
  const { definition } = stack;
  const sum = (value: (part: ManifestPart) => number) => copied.parts.reduce((total, part) => total + value(part), 0);
  const configBytes = copied.config.reduce((total, file) => total + file.bytes, 0);
  return Manifest.parse({
    formatVersion: formatVersionOf({ mode: options.mode, parts: copied.parts }),
    packId: record.packId,
    hostId: context.hostId,
    tool: context.tool,
    platform: process.platform,
    stack: { id: stack.id, name: stack.name, slug: stack.slug, kind: definition.kind },
    name: record.name,
    appVersion: options.appVersion,
    type: options.type,
    trigger: options.trigger,
    note: options.note,
    mode: options.mode,
    format: options.format,
    level: options.level,
    createdAt: record.createdAt,
    startedAt: record.createdAt,
    endedAt,
    stopWindowMs: copied.stopWindowMs,
    parts: copied.parts,
    config: copied.config,
    compose:
      definition.kind === 'folder'
        ? null
        : {
            project: definition.project,
            services: live.state.services
              .filter((service) => !service.foreign)
              .map(({ service, image, imageId }) => ({
                service,
                image,
                imageId,
                digest: image.includes('@sha256:') ? image.slice(image.indexOf('@') + 1) : null,
              })),
          },
    totals: {
      rawBytes: sum((part) => part.digest.rawBytes) + configBytes,
      storedBytes: sum((part) => part.digest.storedBytes) + configBytes,
      entries: sum(entriesOf) + copied.config.length,
    },
  });
}

/** The texts of a pack that are not its manifest. The settings hold what was asked for, and no secret. */
export function packTexts(
  context: Pick<EngineContext, 'tool'>,
  stack: Stack,
  options: BackupOptions,
  manifest: Manifest,
): PackTexts {
  return {
    restore: restoreText(manifest),
    settings: canonicalJson({
      stack: { name: stack.name, definition: stack.definition, storage: stack.storage },
      options,
    }),
    version: `${context.tool}\npack format ${manifest.formatVersion}\n`,
  };
}
