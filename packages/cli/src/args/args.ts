import { Command, CommanderError, Option } from 'commander';
import { usage } from '../model/errors.ts';
import type { Invocation } from '../model/invocation.ts';
import { addLookCommands } from './look-commands.ts';
import {
  ofRelease,
  planned,
  pruned,
  pruneOption,
  revisionOption,
  run,
  standing,
  toOption,
  waiting,
} from './option-groups.ts';
import { type CommandLine, hintOfOtherCommand } from './other-command.ts';
import {
  commonOptions,
  countingNumber,
  planOptions,
  portNumber,
  positiveNumber,
  pruneOptions,
  releaseName,
  revisionOptions,
  runOptions,
  standingOptions,
  type Written,
  waitOptions,
} from './read-options.ts';
import { addResumeCommand } from './resume-command.ts';
import { addRunCommand } from './run-command.ts';
import { applyVariables } from './variables.ts';

/** What a command line is read in. */
export interface ArgsSetting {
  /** Width of the help. Default 80. */
  readonly columns?: number;
  /** Variables that stand for options which are not typed. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Reads the command line. Throws `USAGE` where it cannot be read, with the nearest command or option. */
export function parseArgs(argv: readonly string[], { columns = 80, env = {} }: ArgsSetting = {}): Invocation {
  const said: { text: string; invocation: Invocation | null; failed: string } = {
    text: '',
    invocation: null,
    failed: 'funade',
  };
  const program = build((invocation) => {
    said.invocation = invocation;
  });
  program.hook('preAction', (_, command) => applyVariables(command, env));
  for (const command of [program, ...descendants(program)]) {
    const path = pathOf(command);
    command.exitOverride((error) => {
      said.failed = path;
      throw error;
    });
    command.configureOutput({
      writeOut: (text) => {
        said.text += text;
      },
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.max(60, Math.min(columns, 110)),
      getOutHasColors: () => false,
    });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { command: 'version' };
    if (error.exitCode === 0) return { command: 'help', text: said.text };
    throw usageError(error, { program, argv, command: said.failed });
  }
  return said.invocation ?? { command: 'help', text: program.helpInformation() };
}

/** Commander puts its suggestion on a line of its own: `(Did you mean --tag?)`. */
function usageError(error: CommanderError, line: CommandLine & { readonly command: string }): Error {
  if (error.code === 'commander.help') return usage('no command was given', null);
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '').replace(/\.$/, '');
  const hint = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') ?? `see \`${line.command} --help\``;
  const elsewhere = error.code === 'commander.unknownOption' ? hintOfOtherCommand(message, line) : null;
  return usage(message.charAt(0).toLowerCase() + message.slice(1), elsewhere ?? hint);
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

/** `funade sandbox token`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function descendants(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

function build(take: (invocation: Invocation) => void): Command {
  const program = new Command('funade')
    .description('Deploys containers to Amazon ECS from one typed file and reports truthfully how it went.')
    .version('', '-V, --version', 'print the version')
    .addHelpText(
      'afterAll',
      `\n${exitCodes}\n\nEvery option has an environment variable: --allow-dirty is FUNADE_ALLOW_DIRTY=1, --service a,b is FUNADE_SERVICE=a,b.\nMore: https://github.com/funade/funade#commands`,
    );

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

  standing(
    program
      .command('status [environment]')
      .description(
        'show what is running where, and what differs from the config; without an environment all side by side',
      ),
  )
    .option('--watch', 'keep it up to date until Ctrl-C')
    .option('--json', 'print it as JSON; with --watch a line for each change')
    .option('--no-color', 'no colours')
    .option('--verbose', 'log each call and its duration to standard error')
    .option('--debug', 'the same, with what is sent; secrets are left out')
    .action((environment: string | undefined, written: Written) =>
      take({
        command: 'status',
        options: {
          ...standingOptions(environment ?? '', written),
          environment: environment ?? null,
          watch: written.watch === true,
        },
      }),
    );

  standing(program.command('history <environment>').description('show what was deployed before, and how it ended'))
    .option('--limit <n>', 'how many deployments of each service', countingNumber, 10)
    .option('--json', 'print it as JSON')
    .option('--no-color', 'no colours')
    .option('--verbose', 'log each call and its duration to standard error')
    .option('--debug', 'the same, with what is sent; secrets are left out')
    .action((environment: string, written: Written) =>
      take({
        command: 'history',
        options: { ...standingOptions(environment, written), limit: written.limit ?? 10 },
      }),
    );

  addLookCommands(program, take);
  addRunCommand(program, take);

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

  addResumeCommand(program, take);

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

  const sandbox = program
    .command('sandbox')
    .description('run STS, ECR, ECS and a registry on this machine, for any AWS client')
    .option('--seed <file>', 'JSON file with the initial accounts, roles, clusters, services and repositories')
    .option('--port <n>', 'port of the AWS endpoint (default: any free one)', portNumber)
    .option('--speed <x>', 'how many seconds pass in the sandbox per second', positiveNumber, 1)
    .option('--json', 'print one JSON object on one line once it is ready')
    .option('--no-color', 'no colours')
    .option('--verbose', 'log each call and its duration to standard error')
    .option('--debug', 'the same, with what is sent; secrets are left out')
    .allowExcessArguments()
    .action((written: Written, { args: [unknown] }: Command) => {
      if (unknown !== undefined) throw usage(`unknown command 'sandbox ${unknown}'`, 'did you mean `sandbox token`?');
      take({
        command: 'sandbox',
        options: {
          ...commonOptions(written),
          seed: written.seed ?? null,
          port: written.port ?? 0,
          speed: written.speed ?? 1,
        },
      });
    });

  sandbox
    .command('token')
    .description('print a token of the running sandbox’s OIDC issuer')
    .option('--sub <subject>', 'the `sub` claim; required')
    .option('--aud <audience>', 'the `aud` claim; required')
    .option('--expires-in <seconds>', 'how long it is valid', positiveNumber)
    .option('--endpoint <url>', 'endpoint of the sandbox (default: AWS_ENDPOINT_URL)')
    .option('--json', 'print it as JSON')
    .option('--no-color', 'no colours')
    .option('--verbose', 'log each call and its duration to standard error')
    .option('--debug', 'the same, with what is sent; secrets are left out')
    .action((_: unknown, command: Command) => {
      // `--json` before `token` belongs to the parent; both spellings mean the same.
      const written = command.optsWithGlobals<Written & { readonly sub?: string; readonly aud?: string }>();
      const { sub, aud } = written;
      if (sub === undefined)
        throw usage("required option '--sub <subject>' not specified", 'see `funade sandbox token --help`');
      if (aud === undefined)
        throw usage("required option '--aud <audience>' not specified", 'see `funade sandbox token --help`');
      take({
        command: 'sandbox-token',
        options: {
          ...commonOptions(written),
          sub,
          aud,
          expiresIn: written.expiresIn ?? null,
          endpoint: written.endpoint ?? null,
        },
      });
    });

  return program;
}

const exitCodes = `Exit codes:
  0    applied and verified (or as far as --wait-until says), nothing to do, or
       something was shown
  1    a step failed, or diff --exit-code found a difference
  2    the command, the config or a plan file is wrong; nothing was changed
  3    rolled back: the previous version is serving
  4    superseded by another deployment
  5    stopped by somebody
  6    the wait ended while the rollout was still in progress
  7    paused: waiting for approval
  8    refused by a rule, or a check of verify failed; nothing that is running was changed
  130, 143  interrupted`;

const operations = [
  ['watch', 'wait for in-progress deployments and report how they ended'],
  ['continue', 'continue paused deployments and wait for them'],
  ['abort', 'roll back in-progress deployments and wait until the previous version is serving'],
] as const;
