import type { Manifest, ManifestPart } from './manifest.ts';
import { dumpSteps } from './restore-dump-text.ts';
import { quoted } from './shell-word.ts';

function decompressor(codec: ManifestPart['codec']): string {
  return codec === 'zstd' ? 'zstd -dc' : 'gzip -dc';
}

function stepsFor(part: ManifestPart, compose: Manifest['compose']): string[] {
  const read = `${decompressor(part.codec)} ${part.part}`;
  const place = quoted(part.location);
  if (part.kind === 'database' || part.kind === 'roles') return dumpSteps(part, read, compose);
  if (part.kind === 'image') return ['Images of the services:', '', `    ${read} | docker load`];
  if (part.kind === 'volume') {
    return [
      `Volume ${place}. Stop every container that mounts it. The volume must be empty: rename or copy away what is in it first.`,
      '',
      `    docker volume create ${place}`,
      `    ID=$(docker create --network none -v ${quoted(`${part.location}:/restore`)} ANY_LOCAL_IMAGE none)`,
      `    ${read} | docker cp -a - "$ID":/restore`,
      `    docker rm "$ID"`,
    ];
  }
  if (part.kind === 'sqlite') {
    return [
      `SQLite database ${place}. Stop what uses it, move it and its -wal, -shm and -journal aside, then:`,
      '',
      `    ${read} > ${place}`,
      `    chown ${part.file.uid}:${part.file.gid} ${place} && chmod ${part.file.mode.toString(8)} ${place}`,
    ];
  }
  const target = part.singleFile ? quoted(parentOf(part.location)) : place;
  return [
    `${part.singleFile ? 'File' : 'Folder'} ${place}. Move what is there aside first, then, as the user who may set owners:`,
    '',
    `    mkdir -p ${target} && ${read} | tar -x -p --same-owner -f - -C ${target}`,
  ];
}

function parentOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** Volumes and images live inside Docker, so only `docker` puts them back. */
function toolsFor({ parts }: Manifest): string {
  const tools = '`sha256sum`, `tar` and `zstd` or `gzip`';
  return parts.some(({ kind }) => ['volume', 'image', 'database', 'roles'].includes(kind))
    ? `${tools}, and \`docker\` for volumes, images and databases`
    : tools;
}

function crashConsistent({ parts }: Manifest): string {
  return parts.some(({ kind }) => kind === 'database') ? 'its databases are of one moment each, all else is' : 'it is';
}

/** Whether files of a database's server lie beside its dump. */
function isTwice({ parts }: Manifest): boolean {
  const files = new Set(parts.map(({ source }) => source));
  return parts.some((part) => part.kind === 'database' && part.database.holds.some((id) => files.has(id)));
}

/** `RESTORE.md`: how to check and restore this very pack with ordinary tools alone. */
export function restoreText(manifest: Manifest): string {
  const lines = [
    `# How to restore ${manifest.name} by hand`,
    '',
    `This folder is a backup of the application “${manifest.stack.name}”, taken at ${manifest.createdAt} by ${manifest.tool}.`,
    `It needs nothing but ${toolsFor(manifest)}. Run every command in this folder.`,
    '',
    ...(manifest.mode === 'hot' && manifest.compose !== null
      ? [
          `It was copied while the application ran: ${crashConsistent(manifest)} crash-consistent only, as after a power cut.`,
          '',
        ]
      : []),
    ...(isTwice(manifest)
      ? [
          'Its databases are in it twice, as the files of their servers and as dumps. Put back one of the two, not both.',
          '',
        ]
      : []),
    '## Check it first',
    '',
    '    sha256sum -c checksums/SHA256SUMS',
    '',
    'Every line must end in `OK`. Do not restore a pack that does not pass.',
    '',
    '## Stop the application',
    '',
    manifest.compose === null
      ? 'End every program that uses the folders and files named below.'
      : `    docker compose -p ${quoted(manifest.compose.project)} stop`,
    '',
  ];
  for (const part of manifest.parts) lines.push(`## ${part.source}`, '', ...stepsFor(part, manifest.compose), '');
  if (manifest.config.length > 0) {
    lines.push('## Configuration', '', 'Plain copies, to be compared with what you have now:', '');
    for (const file of manifest.config) lines.push(`    ${file.part}  was  ${file.location}`);
    lines.push('');
  }
  lines.push('## Start the application', '');
  lines.push(
    manifest.compose === null
      ? 'Start what you stopped.'
      : `    docker compose -p ${quoted(manifest.compose.project)} up -d`,
    '',
  );
  return lines.join('\n');
}
