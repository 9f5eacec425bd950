import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { run, standing, waiting } from './option-groups.ts';
import { runOptions, standingOptions, type Written, waitOptions } from './read-options.ts';

/** The commands for deployments in progress. */
export function addOperationCommands(program: Command, take: (invocation: Invocation) => void): void {
  for (const [operation, description] of operations) {
    const command = run(standing(program.command(`${operation} <environment>`).description(description)));
    (operation === 'abort' ? command : waiting(command))
      .option('--json', 'print the report as JSON')
      .action((environment: string, written: Written) =>
        take({
          command: operation,
          options: { ...standingOptions(environment, written), ...runOptions(written), ...waitOptions(written) },
        }),
      );
  }
}

const operations = [
  ['watch', 'wait for in-progress deployments and report how they ended'],
  ['continue', 'continue paused deployments and wait for them'],
  ['abort', 'roll back in-progress deployments and wait until the previous version is serving'],
] as const;
