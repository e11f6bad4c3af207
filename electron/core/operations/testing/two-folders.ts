import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../../shared/model/stack.ts';
import type { Engine } from '../../engine-api.ts';
import { engineOf } from '../../engine-calls.ts';
import type { EngineContext } from '../../engine-context.ts';
import { makeEngine } from './engine-fixture.ts';

/** An engine with a second stack, `two`, whose folders are `app` and `cache`; in the latter is a file `thumb`. */
export interface TwoFolders extends AsyncDisposable {
  readonly directory: string;
  readonly context: EngineContext;
  readonly engine: Engine;
  readonly stack: Stack;
  /** Ids of the two sources. */
  readonly appId: string;
  readonly cacheId: string;
}

export async function makeTwoFolders(): Promise<TwoFolders> {
  const fixture = await makeEngine();
  const { context, directory } = fixture;
  const engine = engineOf(context, () => Promise.resolve());
  const folders = [join(directory, 'app'), join(directory, 'cache')];
  await mkdir(join(directory, 'cache'));
  await writeFile(join(directory, 'cache', 'thumb'), 'before');
  const stack = await engine.addStack({ folders, name: 'two', storage: join(directory, 'two') });
  const { sources } = await engine.coverage(stack.id);
  const [appId = '', cacheId = ''] = folders.map((folder) => sources.find(({ location }) => location === folder)?.id);
  return { directory, context, engine, stack, appId, cacheId, [Symbol.asyncDispose]: fixture[Symbol.asyncDispose] };
}
