import { defineConfig } from 'vitest/config';
import { leftOutReporter } from './scripts/left-out-reporter.ts';

export default defineConfig({
  test: {
    isolate: false,
    reporters: ['default', leftOutReporter()],
    // A file waits for its child processes and sockets as often as it computes, so no processor is left out.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Nothing sleeps, but a machine with few processors may be busy with the builders of other tests.
          testTimeout: 30_000,
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'examples/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/*.e2e.test.ts', '**/*.docker.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['packages/*/test/**/*.e2e.test.ts', 'examples/**/*.e2e.test.ts'],
          globalSetup: ['scripts/bundle-for-tests.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['packages/*/test/**/*.docker.test.ts'],
          testTimeout: 60_000,
          // They share the engines of the machine: one after the other, after everything else.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/test/**/*.test-d.ts'],
            tsconfig: 'tsconfig.check.json',
          },
        },
      },
    ],
  },
});
