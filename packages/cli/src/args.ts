import type { Allowances } from '@funade/core';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { usage } from './errors.ts';

export const reporterNames = ['auto', 'list', 'lines', 'json'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** What every command that shows something knows. */
export interface CommonOptions {
  readonly color: boolean;
  /** Print the result as JSON. */
  readonly json: boolean;
}

/** What a plan is made from. */
export interface PlanOptions extends CommonOptions {
  readonly environment: string;
  /** Path as typed; null means that it is looked for. */
  readonly config: string | null;
  readonly tag: string | null;
  /** Empty means all that the ref deploys. */
  readonly services: readonly string[];
  readonly allow: Allowances;
}

/** How a plan is run. */
export interface RunOptions extends CommonOptions {
  readonly reporter: ReporterName;
  /** Null means the engine's default. */
  readonly concurrency: number | null;
  readonly yes: boolean;
}

/** What was typed. */
export type Invocation =
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' }
  | { readonly command: 'plan'; readonly options: PlanOptions & { readonly out: string | null } }
  | { readonly command: 'deploy'; readonly options: PlanOptions & RunOptions & { readonly out: string | null } }
  | { readonly command: 'apply'; readonly options: ApplyCommandOptions }
  | { readonly command: 'sandbox'; readonly options: SandboxOptions }
  | { readonly command: 'sandbox-token'; readonly options: SandboxTokenOptions };

export interface ApplyCommandOptions extends RunOptions {
  /** Path as typed. */
  readonly plan: string;
  readonly config: string | null;
}

export interface SandboxOptions extends CommonOptions {
  readonly seed: string | null;
  /** 0 means any free port. */
  readonly port: number;
  /** How many seconds of the sandbox pass in one second. */
  readonly speed: number;
}

export interface SandboxTokenOptions extends CommonOptions {
  readonly sub: string;
  readonly aud: string;
  /** Seconds; null means the sandbox's default. */
  readonly expiresIn: number | null;
  readonly endpoint: string | null;
}

/** Reads the command line. Throws `USAGE` where it can't be read, with the nearest command or option. */
export function parseArgs(argv: readonly string[], columns = 80): Invocation {
  const said: { text: string; invocation: Invocation | null } = { text: '', invocation: null };
  const program = build((invocation) => {
    said.invocation = invocation;
  });
  for (const command of [program, ...descendants(program)]) {
    command.exitOverride().configureOutput({
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
    throw usageError(error);
  }
  return said.invocation ?? { command: 'help', text: program.helpInformation() };
}

/** Commander puts its suggestion on a line of its own: `(Did you mean --tag?)`. */
function usageError(error: CommanderError): Error {
  if (error.code === 'commander.help') return usage('no command was given', null);
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '').replace(/\.$/, '');
  const hint = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') ?? null;
  return usage(message.charAt(0).toLowerCase() + message.slice(1), hint);
}

function descendants(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

function build(take: (invocation: Invocation) => void): Command {
  const program = new Command('funade')
    .description('Ships containers to Amazon ECS from one typed file, and says truthfully how it went.')
    .version('', '-V, --version', 'print the version')
    .addHelpText('after', '\nExit codes and options at length: https://github.com/funade/funade#commands');

  planned(program.command('plan <environment>').description('show what a deploy would do, and change nothing'))
    .option('--out <file>', 'save the plan, to apply it later')
    .option('--json', 'print the plan as JSON')
    .action((environment: string, written: Written) =>
      take({ command: 'plan', options: { ...planOptions(environment, written), out: written.out ?? null } }),
    );

  run(planned(program.command('deploy <environment>').description('plan, ask where the environment says so, and run')))
    .option('--out <file>', 'save the plan that is run')
    .option('--json', 'print the report as JSON')
    .action((environment: string, written: Written) =>
      take({
        command: 'deploy',
        options: { ...planOptions(environment, written), ...runOptions(written), out: written.out ?? null },
      }),
    );

  run(program.command('apply <plan.json>').description('run a saved plan, unless what it was made from has changed'))
    .option('--config <file>', 'the config file (default: looked for from here upwards)')
    .option('--json', 'print the report as JSON')
    .action((plan: string, written: Written) =>
      take({ command: 'apply', options: { ...runOptions(written), plan, config: written.config ?? null } }),
    );

  const sandbox = program
    .command('sandbox')
    .description('run STS, ECR, ECS and a registry on this machine, to point any AWS client at')
    .option('--seed <file>', 'accounts, roles, clusters, services and repositories to begin with')
    .option('--port <n>', 'port of the AWS endpoint (default: any free one)', naturalNumber)
    .option('--speed <x>', 'how many seconds pass in one second', positiveNumber, 1)
    .option('--json', 'print one JSON object on one line once it is ready')
    .option('--no-color', 'no colours')
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
    .requiredOption('--sub <subject>', 'the `sub` claim')
    .requiredOption('--aud <audience>', 'the `aud` claim')
    .option('--expires-in <seconds>', 'how long it is good for', positiveNumber)
    .option('--endpoint <url>', 'endpoint of the sandbox (default: AWS_ENDPOINT_URL)')
    .option('--json', 'print it as JSON')
    .option('--no-color', 'no colours')
    .action((_: unknown, command: Command) => {
      // `--json` before `token` belongs to the parent; both spellings mean the same.
      const written = command.optsWithGlobals<Written & { readonly sub: string; readonly aud: string }>();
      take({
        command: 'sandbox-token',
        options: {
          ...commonOptions(written),
          sub: written.sub,
          aud: written.aud,
          expiresIn: written.expiresIn ?? null,
          endpoint: written.endpoint ?? null,
        },
      });
    });

  return program;
}

function planned(command: Command): Command {
  return command
    .option('--tag <git tag>', "what to ship (default: what the CI's variables say, else git)")
    .option('--service <names>', 'these services alone, separated by commas', names)
    .option('--config <file>', 'the config file (default: looked for from here upwards)')
    .option('--allow-dirty', 'build from a work tree with uncommitted changes')
    .option('--allow-downgrade', 'deploy an older version than the one that runs')
    .option('--adopt-image', 'deploy an image that does not say which commit it was built from')
    .option('--force', 'deploy although nothing changed')
    .option('--no-color', 'no colours');
}

function run(command: Command): Command {
  const known = command.options.some((option) => option.long === '--no-color');
  return (known ? command : command.option('--no-color', 'no colours'))
    .addOption(new Option('--reporter <name>', 'how progress is shown').choices(reporterNames).default('auto'))
    .option('--concurrency <n>', 'how many steps run side by side', countingNumber)
    .option('--yes', 'do not ask');
}

/** Options as commander hands them over. */
interface Written {
  readonly tag?: string;
  readonly service?: readonly string[];
  readonly config?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly allowDirty?: boolean;
  readonly allowDowngrade?: boolean;
  readonly adoptImage?: boolean;
  readonly force?: boolean;
  readonly reporter?: ReporterName;
  readonly concurrency?: number;
  readonly yes?: boolean;
  readonly seed?: string;
  readonly port?: number;
  readonly speed?: number;
  readonly expiresIn?: number;
  readonly endpoint?: string;
}

function commonOptions(written: Written): CommonOptions {
  return { color: written.color !== false, json: written.json === true };
}

function planOptions(environment: string, written: Written): PlanOptions {
  return {
    ...commonOptions(written),
    environment,
    config: written.config ?? null,
    tag: written.tag ?? null,
    services: written.service ?? [],
    allow: {
      dirty: written.allowDirty === true,
      downgrade: written.allowDowngrade === true,
      adoptImage: written.adoptImage === true,
      force: written.force === true,
    },
  };
}

function runOptions(written: Written): RunOptions {
  return {
    ...commonOptions(written),
    reporter: written.reporter ?? 'auto',
    concurrency: written.concurrency ?? null,
    yes: written.yes === true,
  };
}

/** `a,b` and `--service a --service b` mean the same. */
function names(value: string, before: readonly string[] = []): readonly string[] {
  const found = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length === 0) throw new InvalidArgumentError('it names nothing');
  return [...before, ...found];
}

function naturalNumber(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) > 65_535) throw new InvalidArgumentError('it must be 0 to 65535');
  return Number(value);
}

function countingNumber(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('it must be a whole number from 1');
  return Number(value);
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError('it must be a number above 0');
  return number;
}
