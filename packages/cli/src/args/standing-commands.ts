import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { logged, shown, standing } from './option-groups.ts';
import { countingNumber, standingOptions, type Written } from './read-options.ts';

/** The commands that show what is there: what runs, and what was deployed before. */
export function addStandingCommands(program: Command, take: (invocation: Invocation) => void): void {
  logged(
    standing(
      program
        .command('status [environment]')
        .description(
          'show what is running where, and what differs from the config; without an environment all side by side',
        ),
    )
      .option('--watch', 'keep it up to date until Ctrl-C')
      .option('--json', 'print it as JSON; with --watch a line for each change'),
  ).action((environment: string | undefined, written: Written) =>
    take({
      command: 'status',
      options: {
        ...standingOptions(environment ?? '', written),
        environment: environment ?? null,
        watch: written.watch === true,
      },
    }),
  );

  shown(
    standing(
      program.command('history <environment>').description('show what was deployed before, and how it ended'),
    ).option('--limit <n>', 'how many deployments of each service', countingNumber, 10),
  ).action((environment: string, written: Written) =>
    take({
      command: 'history',
      options: { ...standingOptions(environment, written), limit: written.limit ?? 10 },
    }),
  );
}
