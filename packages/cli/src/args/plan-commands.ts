import { Command, Option } from 'commander';
import { usage } from '../model/errors.ts';
import type { Invocation } from '../model/invocation.ts';
import { ofRelease, planned, pruned, pruneOption, revisionOption, run, toOption, waiting } from './option-groups.ts';
import { planOptions, pruneOptions, revisionOptions, runOptions, type Written, waitOptions } from './read-options.ts';

/** The commands that make a plan for a release, or run a saved one. */
export function addPlanCommands(program: Command, take: (invocation: Invocation) => void): void {
  pruned(
    waiting(
      planned(program.command('plan <environment>').description('show what a deploy would do, and change nothing')),
    ),
  )
    .addOption(new Option('--rollback', 'the plan of a rollback').conflicts([...ofRelease, 'revision']))
    .addOption(pruneOption())
    .addOption(toOption())
    .addOption(revisionOption())
    .option('--out <file>', 'save the plan, to apply it later')
    .option('--json', 'print the plan as JSON, for programs; only --out saves one that can be applied')
    .addOption(new Option('--markdown', 'print the plan as Markdown, for a merge request').conflicts('json'))
    .action((environment: string, written: Written, command: Command) => {
      if (written.prune !== true) refusePruneOptions(command, environment);
      take({
        command: 'plan',
        options: {
          ...planOptions(environment, written),
          ...waitOptions(written),
          out: written.out ?? null,
          markdown: written.markdown === true,
          revisions: revisionOptions(written),
          prune: written.prune === true ? pruneOptions(written) : null,
        },
      });
    });

  planned(program.command('diff <environment>').description('show what a deploy would change, and nothing else'))
    .option('--json', 'print the difference as JSON')
    .option('--exit-code', 'exit 1 when something differs')
    .action((environment: string, written: Written) =>
      take({
        command: 'diff',
        options: { ...planOptions(environment, written), exitCode: written.exitCode === true },
      }),
    );

  planned(program.command('render <environment>').description('print the requests that a deploy would send'))
    .option('--json', 'print them as one JSON object')
    .option('--show-secrets', 'print values that look like secrets unmasked')
    .action((environment: string, written: Written) =>
      take({
        command: 'render',
        options: { ...planOptions(environment, written), showSecrets: written.showSecrets === true },
      }),
    );

  planned(
    program.command('verify <environment>').description('check that everything a deploy refers to exists and fits'),
  )
    .option('--json', 'print the checks as JSON')
    .action((environment: string, written: Written) =>
      take({ command: 'verify', options: planOptions(environment, written) }),
    );

  waiting(
    run(
      planned(
        program.command('deploy <environment>').description('plan, ask for confirmation where required, and run'),
      ),
    ),
  )
    .addOption(toOption())
    .addOption(revisionOption())
    .option('--out <file>', 'save the plan that is run')
    .option('--json', 'print the report as JSON')
    .action((environment: string, written: Written) =>
      take({
        command: 'deploy',
        options: {
          ...planOptions(environment, written),
          ...runOptions(written),
          revisions: revisionOptions(written),
          ...waitOptions(written),
          out: written.out ?? null,
        },
      }),
    );

  run(
    program
      .command('apply <plan.json>')
      .description('run a saved plan, unless the facts it was made from have changed'),
  )
    .option('--config <file>', 'config file (default: searched for from this folder upwards)')
    .option('--json', 'print the report as JSON')
    .action((plan: string, written: Written) =>
      take({ command: 'apply', options: { ...runOptions(written), plan, config: written.config ?? null } }),
    );
}

/** The options of a prune mean nothing in another plan; a variable that is set for prunes is no mistake. */
function refusePruneOptions(command: Command, environment: string): void {
  for (const option of pruned(new Command()).options) {
    const key = option.attributeName();
    if (command.getOptionValueSource(key) !== 'cli') continue;
    const value = option.isBoolean() ? '' : ` ${command.getOptionValue(key)}`;
    throw usage(
      `option '${option.long}' belongs to --prune`,
      `funade plan ${environment} --prune ${option.long}${value}`,
    );
  }
}
