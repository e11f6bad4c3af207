import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { writeTarPart } from '../part-writer.ts';
import { folderSource, partAt } from './small-pack.ts';

// A process that does nothing but write one part: `write-one-part.ts folder|stream HOME`.

const [kind = '', home = ''] = process.argv.slice(2);
const source = join(home, 'source');
const tar = join(home, 'plain.tar');
if (kind === 'stream') execFileSync('tar', ['--format=posix', '-C', source, '-cf', tar, '.']);
await writeTarPart(
  kind === 'folder' ? folderSource(source) : { kind: 'stream', stream: createReadStream(tar), exclude: [] },
  {
    ...partAt(join(home, 'part')),
    indexFile: join(home, 'index'),
    capture: [],
  },
);
