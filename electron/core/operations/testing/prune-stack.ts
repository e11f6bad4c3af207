// A process that prunes the stack `shop` of the home that it is given, so that a test can kill it in the middle.
import { contextAt } from './engine-fixture.ts';
import { findStack } from '../stack-access.ts';
import { pruneStack } from '../prune.ts';

const context = await contextAt(process.argv[2] ?? '');
const stack = findStack(context, 'shop');
const spec = { kind: 'prune', stackId: stack.id, stack: stack.name, trigger: 'test' } as const;
await context.runner.start(spec, async (job) => pruneStack(context, job, stack)).result;
context.catalog.close();
