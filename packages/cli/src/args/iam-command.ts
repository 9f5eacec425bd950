import { type PermissionGroup, permissionGroups } from '@funade/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { type CiName, ciNames, type IamFormat, iamFormats } from '../model/page-options.ts';
import { logged, shown, standing } from './option-groups.ts';
import { names, standingOptions, type Written } from './read-options.ts';

interface IamWritten extends Written {
  readonly format?: IamFormat;
  readonly commands?: readonly (PermissionGroup | 'all')[];
  readonly offline?: boolean;
  readonly ci?: CiName;
  readonly repository?: string;
  readonly ciUrl?: string;
  readonly id?: Readonly<Record<string, string>>;
  readonly ciEnvironment?: string;
  readonly protected?: boolean;
}

/** What a pipeline runs; a session in a container and taking things away are for people. */
const usual: readonly PermissionGroup[] = permissionGroups.filter((group) => group !== 'exec' && group !== 'prune');

/** Adds the command that examines a machine and a config before the first deploy. */
export function addDoctorCommand(program: Command, take: (invocation: Invocation) => void): void {
  shown(
    standing(
      program
        .command('doctor [environment]')
        .description('examine the machine, the config, the way to AWS and the permissions, and say what mends them'),
    ),
  ).action((environment: string | undefined, written: Written) =>
    take({
      command: 'doctor',
      options: { ...standingOptions('', written), environment: environment ?? null },
    }),
  );
}

/** Adds the command that prints which permissions a config needs. */
export function addIamCommand(program: Command, take: (invocation: Invocation) => void): void {
  logged(
    standing(
      program
        .command('iam <environment>')
        .description('print the IAM policies that deploying this config needs, and the trust policy for its CI'),
    )
      .addOption(new Option('--format <format>', 'how they are printed').choices(iamFormats).default('json'))
      .option(
        '--commands <names>',
        `what they are for: ${permissionGroups.join(', ')}, or all (default: all but exec and prune)`,
        groups,
      )
      .addOption(new Option('--ci <name>', 'whose jobs deploy (default: as the git remote says)').choices(ciNames))
      .option('--repository <path>', 'group/project, owner/repository or organization/pipeline (default: as git says)')
      .option('--ci-url <url>', 'URL of a GitLab or GitHub of your own (default: as git says)')
      .option('--id <name=value>', 'an id of the CI: project, owner, repository, …; may be repeated', id)
      .option('--ci-environment <name>', 'only jobs of this environment of GitHub')
      .option('--protected', 'only protected branches and tags of gitlab.com')
      .option('--offline', 'ask AWS for nothing: what only AWS knows is left out'),
  ).action((environment: string, written: IamWritten) =>
    take({
      command: 'iam',
      options: {
        ...standingOptions(environment, written),
        format: written.format ?? 'json',
        json: (written.format ?? 'json') === 'json',
        groups: groupsOf(written.commands),
        offline: written.offline === true,
        ci: written.ci ?? null,
        repository: written.repository ?? null,
        ciUrl: written.ciUrl ?? null,
        ids: written.id ?? {},
        ciEnvironment: written.ciEnvironment ?? null,
        protected: written.protected === true,
      },
    }),
  );
}

function groupsOf(written: IamWritten['commands']): readonly PermissionGroup[] {
  if (written === undefined) return usual;
  return permissionGroups.filter((group) => written.includes('all') || written.includes(group));
}

function groups(value: string, before: readonly string[] = []): readonly string[] {
  const known: readonly string[] = [...permissionGroups, 'all'];
  const wrong = names(value).find((name) => !known.includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`it must be of ${known.join(', ')}`);
  return names(value, before);
}

function id(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, text] =
    /^(owner|repository|project|organization|workspace|environment)=\{?([\w-]+)\}?$/.exec(value) ?? [];
  if (name === undefined || text === undefined) {
    throw new InvalidArgumentError(
      'it must be owner, repository, project, organization, workspace or environment, and its id: owner=1234',
    );
  }
  return { ...before, [name]: text };
}
