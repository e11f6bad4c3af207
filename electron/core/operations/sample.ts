import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { createSqlite } from '../folders/sqlite-create.ts';
import { addStack } from './stack-registry.ts';

const sampleName = 'sample';
// A packaged panel has it as ordinary files beside its archive, where neither `cp` nor a name like 港口 would work.
const resources = fileURLToPath(new URL('../../../resources/sample/', import.meta.url)).replace(
  /([\\/])app\.asar(?=[\\/])/u,
  '$1app.asar.unpacked',
);

/** The sample stack: a small folder application in Lifeboat's own home, made at first use. May be called again. */
export async function sampleStack(context: EngineContext): Promise<Stack> {
  const folder = join(context.home, sampleName, 'app');
  const known = context.catalog.stacks
    .list()
    .find(({ definition }) => definition.kind === 'folder' && definition.directories[0] === folder);
  await makeSample(folder);
  if (known !== undefined) return known;
  const taken = context.catalog.stacks.findByNameOrId(sampleName) !== null;
  return addStack(context, {
    name: taken ? `${sampleName} (Lifeboat)` : sampleName,
    folders: [folder],
    sqlite: [join(folder, 'guestbook.db')],
    storage: join(context.home, sampleName, 'backups'),
  });
}

/** Makes the folder whole or not at all; one that is there is left as it is. */
async function makeSample(folder: string): Promise<void> {
  const temporary = `${folder}.new`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await cp(resources, temporary, { recursive: true });
  const script = join(temporary, 'guestbook.sql');
  createSqlite(join(temporary, 'guestbook.db'), await readFile(script, 'utf8'));
  await rm(script);
  // Onto a folder with content `rename` fails: then the sample is there already.
  await rename(temporary, folder).catch(async () => rm(temporary, { recursive: true, force: true }));
}
