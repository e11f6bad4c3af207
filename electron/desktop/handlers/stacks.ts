import type { Handlers } from '../../../shared/ipc/contract.ts';
import type { StackView } from '../../../shared/model/view.ts';
import type { AddStack } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { Confirmations } from '../confirmations.ts';
import type { Desk } from '../desk.ts';

type Adding = Parameters<Handlers['stacks.add']>[0];

function requestOf({ paths }: Desk, adding: Exclude<Adding, { kind: 'sample' }>): AddStack {
  const pathsOf = (tokens: readonly string[], purpose: 'folder' | 'sqlite') =>
    tokens.map((token) => paths.pathOf(token, purpose));
  const chosen = {
    ...(adding.name === undefined ? {} : { name: adding.name }),
    ...(adding.storage === undefined ? {} : { storage: paths.pathOf(adding.storage, 'storage') }),
  };
  if (adding.kind === 'project') return { ...chosen, project: adding.project };
  if (adding.kind === 'compose-file') return { ...chosen, composeFile: paths.pathOf(adding.file, 'compose-file') };
  const { folders, sqlite, exclude } = adding;
  return { ...chosen, folders: pathsOf(folders, 'folder'), sqlite: pathsOf(sqlite, 'sqlite'), exclude };
}

export function stackHandlers(desk: Desk): Pick<Handlers, Extract<keyof Handlers, `stacks.${string}`>> {
  const { engine, paths, clock, begin, stacksChanged } = desk;
  const removals = new Confirmations<StackView>(clock);
  const find = async (id: string): Promise<StackView> => {
    const found = (await engine.stacks()).find((stack) => stack.id === id);
    if (found === undefined) throw new AppError('STACK_NOT_FOUND', { stack: id });
    return found;
  };
  return {
    'stacks.list': () => engine.stacks(),
    'stacks.discover': () => engine.discover(),
    'stacks.coverage': ({ stack }) => engine.coverage(stack),
    async 'stacks.add'(adding) {
      const stack = await (adding.kind === 'sample' ? engine.sample() : engine.addStack(requestOf(desk, adding)));
      stacksChanged();
      return stack;
    },
    'stacks.askRemove': async ({ stack }) => removals.ask(await find(stack)),
    async 'stacks.remove'({ token }) {
      const stack = await engine.removeStack(removals.take(token).id);
      stacksChanged();
      return stack;
    },
    'stacks.setExclude': ({ stack, exclude }) => engine.setExclude(stack, exclude),
    'stacks.setBackupSettings': ({ stack, ...settings }) => engine.setBackupSettings(stack, settings),
    'stacks.migrate': async ({ stack, directory }) =>
      begin(() => engine.migrateStorage(stack, paths.pathOf(directory, 'storage'))),
  };
}
