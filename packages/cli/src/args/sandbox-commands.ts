import type { Command } from 'commander';
import { usage } from '../model/errors.ts';
import type { Invocation } from '../model/invocation.ts';
import { logged } from './option-groups.ts';
import { commonOptions, portNumber, positiveNumber, type Written } from './read-options.ts';

/** The sandbox, and tokens of it. */
export function addSandboxCommands(program: Command, take: (invocation: Invocation) => void): void {
  const sandbox = logged(
    program
      .command('sandbox')
      .description('run STS, ECR, ECS and a registry on this machine, for any AWS client')
      .option('--seed <file>', 'JSON file with the initial accounts, roles, clusters, services and repositories')
      .option('--port <n>', 'port of the AWS endpoint (default: any free one)', portNumber)
      .option('--speed <x>', 'how many seconds pass in the sandbox per second', positiveNumber, 1)
      .option('--json', 'print one JSON object on one line once it is ready'),
  )
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
