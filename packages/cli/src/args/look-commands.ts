import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { run, shown, standing } from './option-groups.ts';
import { countingNumber, runOptions, standingOptions, timeSpan, type Written } from './read-options.ts';
import { readScale } from './read-scale.ts';

/** Adds the commands that look at what runs, and act on it without a release. */
export function addLookCommands(program: Command, take: (invocation: Invocation) => void): void {
  shown(
    standing(program.command('tasks <environment>').description('show the tasks of each service')).option(
      '--stopped',
      'also those that stopped in the last hour, and why',
    ),
  ).action((environment: string, written: Written) =>
    take({
      command: 'tasks',
      options: { ...standingOptions(environment, written), stopped: written.stopped === true },
    }),
  );

  shown(
    standing(program.command('logs <environment>').description('show what the containers of each service wrote'))
      .option('--container <name>', 'only of containers of this name')
      .option('--since <time>', 'how far back, such as 10m, 90s, 1h30m or 2d', timeSpan, timeSpan('10m'))
      .option('--filter <pattern>', 'only lines that a filter pattern of CloudWatch Logs matches, such as ERROR')
      .option('-f, --follow', 'show further lines as they come, until Ctrl-C'),
  ).action((environment: string, written: Written) =>
    take({
      command: 'logs',
      options: {
        ...standingOptions(environment, written),
        container: written.container ?? null,
        since: written.since ?? timeSpan('10m'),
        filter: written.filter ?? null,
        follow: written.follow === true,
      },
    }),
  );

  shown(
    standing(program.command('events <environment>').description('show what ECS says happened to each service'))
      .option('--limit <n>', 'how many events of each service', countingNumber, 20)
      .option('-f, --follow', 'show further events as they come, until Ctrl-C'),
  ).action((environment: string, written: Written) =>
    take({
      command: 'events',
      options: {
        ...standingOptions(environment, written),
        limit: written.limit ?? 20,
        follow: written.follow === true,
      },
    }),
  );

  shown(
    program
      .command('exec <environment> <service> [command...]')
      .description('run a command in a container of a service: exec production api -- ls -la')
      .option('--task <id>', 'in this task; the beginning of its id is enough (default: one of the primary deployment)')
      .option('--container <name>', 'in this container (default: the only one, or the one that gets the image)')
      .option('--exit-code', 'end with the exit code of the command, which is run with /bin/sh')
      .option('--config <file>', 'config file (default: searched for from this folder upwards)'),
  ).action((...typed: readonly unknown[]) => {
    const [environment, service, command, written] = typed as [string, string, readonly string[], Written];
    take({
      command: 'exec',
      options: {
        ...standingOptions(environment, { ...written, service: [service] }),
        task: written.task ?? null,
        container: written.container ?? null,
        command: command.length === 0 ? ['/bin/sh'] : command,
        exitCode: written.exitCode === true,
      },
    });
  });

  run(
    program
      .command('scale <environment> <service=tasks...>')
      .description('change how many tasks services run, and wait: production api=4')
      .option('--dry-run', 'show the plan, and change nothing')
      .option('--config <file>', 'config file (default: searched for from this folder upwards)'),
  )
    .option('--json', 'print the report as JSON; with --dry-run the plan')
    .action((environment: string, changes: readonly string[], written: Written) => {
      const scale = readScale(changes);
      take({
        command: 'scale',
        options: {
          ...standingOptions(environment, { ...written, service: Object.keys(scale) }),
          ...runOptions(written),
          scale,
          dryRun: written.dryRun === true,
        },
      });
    });
}
