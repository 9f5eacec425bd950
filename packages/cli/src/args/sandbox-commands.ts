import { type Command, Option } from 'commander';
import { usage } from '../model/errors.ts';
import type { Invocation } from '../model/invocation.ts';
import { logged } from './option-groups.ts';
import { commonOptions, names, portNumber, positiveNumber, type Written } from './read-options.ts';

/** Options of `sandbox` that no other command has. */
interface SandboxWritten extends Written {
  readonly for?: readonly string[];
  readonly behave?: readonly string[];
  readonly writeSeed?: string;
}

/** An option that is written again for each. */
function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The sandbox, and tokens of it. */
export function addSandboxCommands(program: Command, take: (invocation: Invocation) => void): void {
  const sandbox = logged(
    program
      .command('sandbox')
      .description('run STS, ECR, ECS and a registry on this machine, for any AWS client')
      .option('--seed <file>', 'JSON file with the initial accounts, roles, clusters, services and repositories')
      .addOption(
        new Option(
          '--for <environments>',
          'make them from these environments of deploy.config.ts, separated by commas: what they deploy to is there',
        )
          .argParser(names)
          .conflicts('seed'),
      )
      .option('--config <file>', 'with --for: config file (default: searched for from this folder upwards)')
      .option(
        '--behave <service=behaviour>',
        'with --for: what happens to new tasks of a service, such as api=exits or api/migrate=exits; may be repeated',
        repeated,
      )
      .option('--write-seed <file>', 'with --for: write the seed to this file, for editing, and end')
      .option('--port <n>', 'port of the AWS endpoint (default: any free one)', portNumber)
      .option('--speed <x>', 'how many seconds pass in the sandbox per second', positiveNumber, 1)
      .option('--json', 'print one JSON object on one line once it is ready'),
  )
    .allowExcessArguments()
    .action((written: SandboxWritten, { args: [unknown] }: Command) => {
      if (unknown !== undefined) throw usage(`unknown command 'sandbox ${unknown}'`, 'did you mean `sandbox token`?');
      const alone = (['config', 'behave', 'writeSeed'] as const).find((key) => written[key] !== undefined);
      if (written.for === undefined && alone !== undefined) {
        const name = alone === 'writeSeed' ? 'write-seed' : alone;
        throw usage(`--${name} is for a sandbox that is made from the config`, 'add --for with an environment');
      }
      take({
        command: 'sandbox',
        options: {
          ...commonOptions(written),
          seed: written.seed ?? null,
          environments: written.for ?? [],
          config: written.config ?? null,
          behave: written.behave ?? [],
          writeSeed: written.writeSeed ?? null,
          port: written.port ?? 0,
          speed: written.speed ?? 1,
        },
      });
    });

  logged(
    sandbox
      .command('token')
      .description('print a token of the running sandbox’s OIDC issuer')
      .option('--sub <subject>', 'the `sub` claim; required')
      .option('--aud <audience>', 'the `aud` claim; required')
      .option('--expires-in <seconds>', 'how long it is valid', positiveNumber)
      .option('--endpoint <url>', 'endpoint of the sandbox (default: AWS_ENDPOINT_URL)')
      .option('--json', 'print it as JSON'),
  ).action((_: unknown, command: Command) => {
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
}
