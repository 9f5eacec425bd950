import type { Reporter } from 'vitest/node';

/** Says at the end of a test run which tests were left out, and what the machine lacks: their names alone are not shown. */
export function leftOutReporter(): Reporter {
  return {
    onTestRunEnd(modules) {
      const reasons = modules
        .flatMap(({ children }) => [...children.allTests('skipped')])
        .flatMap(({ fullName }) => /LEFT OUT: ([^)]*)/.exec(fullName)?.[1] ?? []);
      for (const [reason, tests] of Map.groupBy(reasons, (reason) => reason)) {
        process.stdout.write(`LEFT OUT: ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}: ${reason}\n`);
      }
    },
  };
}
