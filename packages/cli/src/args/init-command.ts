import { type Command, Option } from 'commander';
import { type InitOptions, type Invocation, initSources } from '../model/invocation.ts';
import { logged } from './option-groups.ts';
import { commonOptions, names, type Written } from './read-options.ts';

/** Options of `init` that no other command has. */
interface InitWritten extends Omit<Written, 'environment'> {
  readonly from?: InitOptions['from'];
  readonly project?: string;
  readonly environment?: readonly string[];
  readonly cluster?: string;
  readonly account?: string;
  readonly region?: string;
  readonly role?: string;
  readonly ci?: InitOptions['ci'];
  readonly update?: boolean;
  readonly definitions?: boolean;
}

/** Adds the command that writes a first config. */
export function addInitCommand(program: Command, take: (invocation: Invocation) => void): void {
  logged(
    program
      .command('init [paths...]')
      .description('write a first deploy.config.ts and the job that deploys; nothing that is there is written over')
      .addOption(new Option('--from <source>', 'what to read it from; nothing: it is asked for').choices(initSources))
      .option('--project <name>', 'name of the project (default: that of package.json, or of the folder)')
      .option('--environment <names>', 'environments, separated by commas', names)
      .option('--service <names>', 'services, separated by commas', names)
      .option('--cluster <name>', 'the cluster that is read (--from live)')
      .option('--account <id>', 'AWS account, twelve digits')
      .option('--region <name>', 'AWS region (default: AWS_REGION)')
      .option('--role <arn>', 'role to deploy with')
      .addOption(
        new Option('--ci <name>', 'whose job file is written (default: as the folder or its remote says)').choices([
          'gitlab',
          'github',
          'none',
        ]),
      )
      .option(
        '--no-definitions',
        'keep no task definitions in files: new revisions are made from what runs (--from live)',
      )
      .option('--update', 'add what is read to the config that is there; comments of your own are not kept')
      .option('-y, --yes', 'ask nothing'),
  ).action((paths: readonly string[], written: InitWritten) => {
    const { environment, ...common } = written;
    take({
      command: 'init',
      options: {
        ...commonOptions(common),
        from: written.from ?? null,
        paths,
        project: written.project ?? null,
        environments: environment ?? [],
        services: written.service ?? [],
        cluster: written.cluster ?? null,
        account: written.account ?? null,
        region: written.region ?? null,
        role: written.role ?? null,
        ci: written.ci ?? null,
        update: written.update === true,
        definitions: written.definitions !== false,
        yes: written.yes === true,
      },
    });
  });
}
