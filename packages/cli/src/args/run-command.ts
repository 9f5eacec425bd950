import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { shown } from './option-groups.ts';
import { standingOptions, type Written } from './read-options.ts';

/** Adds the command that runs a task by hand. */
export function addRunCommand(program: Command, take: (invocation: Invocation) => void): void {
  shown(
    program
      .command('run <environment> <service> [command...]')
      .description('run a one-off task of what runs now: run production api -- node seed.js')
      .option('--task <name>', 'one of the tasks of the config, such as migrate')
      .addOption(new Option('--revision <name>', 'of this revision, such as 12 or shop-api:12').argParser(revision))
      .addOption(
        new Option('--tag <git tag>', 'of the revision that was registered for this release').conflicts('revision'),
      )
      .addOption(new Option('--count <n>', 'how many tasks, up to 10').argParser(taskCount).default(1))
      .option('--detach', 'start it, and do not wait for its end')
      .option('--config <file>', 'config file (default: searched for from this folder upwards)')
      .option('-y, --yes', 'do not ask for confirmation'),
  ).action((...typed: readonly unknown[]) => {
    const [environment, service, command, { revision: named, ...written }] = typed as [
      string,
      string,
      readonly string[],
      RunWritten,
    ];
    take({
      command: 'run',
      options: {
        ...standingOptions(environment, { ...written, service: [service] }),
        task: written.task ?? null,
        command: command.length === 0 ? null : command,
        revision: named ?? null,
        tag: written.tag ?? null,
        count: written.count ?? 1,
        detach: written.detach === true,
        yes: written.yes === true,
      },
    });
  });
}

/** Here a revision is one, and of no other service. */
type RunWritten = Omit<Written, 'revision'> & { readonly revision?: string };

function revision(value: string): string {
  if (!/^(?:[\w-]+:)?[1-9]\d*$/.test(value))
    throw new InvalidArgumentError('it must be a revision, such as 12 or shop-api:12');
  return value;
}

/** RunTask starts ten at most. */
function taskCount(value: string): number {
  if (!/^(?:[1-9]|10)$/.test(value)) throw new InvalidArgumentError('it must be from 1 to 10');
  return Number(value);
}
