import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/support/slowest-first.ts';

export default defineConfig({
  test: {
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,build,tests/run,tests/support,tests/contract,tests/chaos}/**/*.test.ts'],
          // Vitest's own choice leaves a core idle.
          maxWorkers: '100%',
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,hostile}/**/*.test.ts'],
          globalSetup: ['tests/support/testbed.ts'],
          // Much of it waits for containers, servers and disks; each worker has a Docker engine of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/testbed.ts', 'tests/support/panel-testbed.ts'],
          setupFiles: ['tests/support/panel-ends.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
