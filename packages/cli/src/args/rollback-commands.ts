import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { pruned, run, standing, waiting } from './option-groups.ts';
import {
  planOptions,
  pruneOptions,
  releaseName,
  runOptions,
  standingOptions,
  type Written,
  waitOptions,
} from './read-options.ts';

/** The commands for revisions that are there already: back to one, and away with old ones. */
export function addRollbackCommands(program: Command, take: (invocation: Invocation) => void): void {
  waiting(
    run(
      standing(
        program
          .command('rollback <environment>')
          .description('bring services back to what ran before, and wait for it'),
      ),
    ),
  )
    .option(
      '--to <version|revision>',
      'what to roll back to (default: the last stable deployment before the current one)',
      releaseName,
    )
    .option('--out <file>', 'save the plan that is run')
    .option('--json', 'print the report as JSON')
    .action((environment: string, written: Written) =>
      take({
        command: 'rollback',
        options: {
          ...standingOptions(environment, written),
          ...runOptions(written),
          revisions: { intent: 'rollback', to: written.to ?? null, each: {} },
          allow: planOptions(environment, written).allow,
          ...waitOptions(written),
          out: written.out ?? null,
        },
      }),
    );

  pruned(
    run(
      standing(
        program
          .command('prune <environment>')
          .description('deregister old revisions that nothing needs, and delete old images'),
      ),
    ),
  )
    .option('--json', 'print the report as JSON')
    .action((environment: string, written: Written) =>
      take({
        command: 'prune',
        options: {
          ...standingOptions(environment, written),
          ...runOptions(written),
          prune: pruneOptions(written),
        },
      }),
    );
}
