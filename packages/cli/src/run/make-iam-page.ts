import {
  audienceOf,
  ciTrust,
  mergePermissions,
  mergePlain,
  policyOf,
  refWildcard,
  splitPolicy,
  type TrustedCi,
} from '@funade/aws';
import {
  type DeployPermission,
  type Environment,
  findEnvironment,
  isDeployError,
  type JsonObject,
  observeLookups,
  partitionOf,
  type Release,
  type ResourceGrant,
  type RoleNeeds,
  type RunContext,
  readPermissions,
  selectTargets,
  toDeployError,
} from '@funade/core';
import { readRemote } from '@funade/core/node';
import type { IamPage, IamRole } from '../model/iam-page.ts';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { IamOptions } from '../model/page-options.ts';
import { loadProject, openContext, type Project } from './project.ts';
import { trustedCi } from './trusted-ci.ts';

type Needs = Awaited<ReturnType<typeof readPermissions>>;

/** From the command line to everything that `funade iam` prints. Reads only; without AWS, what only AWS knows is left out. */
export async function makeIamPage(options: IamOptions, io: Io, interruption: Interruption): Promise<IamPage> {
  const project = await loadProject({ file: options.config }, io, interruption);
  const environment = findEnvironment(project.config, options.environment);
  const [{ needs, notes }, remote] = await Promise.all([
    readNeeds(project, environment, { options, io, interruption }),
    readRemote(project.root, io.env),
  ]);
  const { ci, missing } = trustedCi({ options, env: io.env, remote });
  const trust = ci === null ? null : trustOf(project, environment, { ci, env: io.env });
  const told = [
    ...needs.notes.map(({ label, text }) => `${label}: ${text}`),
    ...sharing(project, environment),
    ...(trust?.notes ?? []),
    ...(missing === null ? [] : [`no trust policy: nothing says whose jobs deploy; add ${missing}`]),
    ...notes,
  ];
  return {
    project: project.config.project,
    groups: options.groups,
    deploy: roleOf(project, environment, { needs, options }),
    trust: trust === null ? null : { provider: trust.provider, document: trust.document },
    elsewhere: elsewhere(project, needs, options),
    roles: rolesOf(needs.roles),
    grants: needs.grants.flatMap(grantOf),
    notes: [...new Set(told)],
  };
}

/** Environments that deploy with the same role may do to each other what the role may. */
function sharing({ config }: Project, { name, role }: Environment): readonly string[] {
  const others = Object.values(config.environments).filter((each) => each.name !== name && each.role === role);
  if (role === null || others.length === 0) return [];
  const names = others.map((each) => each.name).join(', ');
  return [`${names} deploys with the same role: this policy is for ${name} alone, and a role each keeps them apart`];
}

interface Wish {
  readonly options: IamOptions;
  readonly io: Io;
  readonly interruption: Interruption;
}

/** Errors after which AWS is asked otherwise, or not at all. */
const unreachable = /^(?:NO_CREDENTIALS|WRONG_ACCOUNT|AWS_|ID_TOKEN_|ROLE_)/;

/**
 * Asks AWS with the credentials that are found, as the role that is to deploy may not be there yet; where they are none, or of another
 * account, as that role; and else not at all.
 */
async function readNeeds(
  project: Project,
  environment: Environment,
  wish: Wish,
): Promise<{ readonly needs: Needs; readonly notes: readonly string[] }> {
  const roles = wish.options.offline ? [] : [...new Set([null, environment.role])];
  let why: string | null = null;
  for (const role of roles) {
    try {
      return { needs: await needsOf(project, environment, { ...wish, online: true, role }), notes: [] };
    } catch (error) {
      wish.interruption.signal.throwIfAborted();
      const { code, message } = toDeployError(error);
      if (!isDeployError(error) || !unreachable.test(code)) throw error;
      why ??= message;
    }
  }
  const needs = await needsOf(project, environment, { ...wish, online: false, role: null });
  return { needs, notes: why === null ? [] : [`AWS was not asked: ${why}`] };
}

async function needsOf(
  project: Project,
  environment: Environment,
  { options, io, interruption, online, role }: Wish & { readonly online: boolean; readonly role: string | null },
): Promise<Needs> {
  const { config, plugins } = project;
  await using context = openContext(project, { ...environment, role }, { io, interruption, options });
  const { targets, lookups } = await selectAll(project, options, context);
  const wanted = {
    project: config.project,
    environment,
    targets,
    environments: config.environments,
    lookups: lookups.calls,
    online,
  };
  return readPermissions(wanted, plugins, context);
}

/** The targets of an environment as of any release: names that templates make from one are those of a stand-in. Throws as `selectTargets` does. */
export function selectAll(
  { config, plugins }: Project,
  { environment, services }: { readonly environment: string; readonly services: readonly string[] },
  context: RunContext,
): ReturnType<typeof selectTargets> {
  return selectTargets(config, {
    environment,
    admission: { ref: { type: 'tag', name: standIn.tag ?? '' }, services: null, release: standIn },
    ...(services.length === 0 ? {} : { services }),
    lookUp: (calls) =>
      observeLookups(calls, { project: config.project, environment: context.environment }, { plugins, context }),
  });
}

/** Permissions are those of any release: names that templates make from one are looked at as of this. */
const standIn: Release = {
  version: '1.2.3',
  tag: 'v1.2.3',
  branch: null,
  commit: '0'.repeat(40),
  shortCommit: '0'.repeat(7),
  commitTime: 0,
  dirty: false,
  dirtyPaths: [],
  imageTag: 'v1.2.3',
  source: null,
};

function trustOf(
  { config }: Project,
  { name, account, region, role }: Environment,
  { ci, env }: { readonly ci: TrustedCi; readonly env: Io['env'] },
): ReturnType<typeof ciTrust> {
  const partition = partitionOf(region);
  const rules = config.tagRules.filter(({ environments }) => environments.includes(name));
  const refs = rules.map(({ type, pattern }) => refWildcard(type, pattern));
  const distinct = refs.filter(
    ({ type, pattern }, index) => refs.findIndex((other) => other.type === type && other.pattern === pattern) === index,
  );
  const audience = audienceOf({ env }, role ?? `arn:${partition}:iam::${account}:role/deploy`);
  return ciTrust(ci, { partition, account, refs: distinct, audience });
}

function roleOf(
  { config }: Project,
  { name, account, region, role }: Environment,
  { needs, options }: { readonly needs: Pick<Needs, 'permissions'>; readonly options: IamOptions },
): IamRole {
  const own = needs.permissions.filter(({ environment = options.environment }) => environment === name);
  return {
    environment: name,
    account,
    region,
    role,
    name: `funade-${config.project}-${name}`,
    policies: splitPolicy(mergePermissions(own, options.groups)),
  };
}

function elsewhere(project: Project, needs: Needs, options: IamOptions): readonly IamRole[] {
  const others = new Set(needs.permissions.flatMap(({ environment }: DeployPermission) => environment ?? []));
  return [...others].flatMap((name) => {
    const environment = project.config.environments[name];
    if (environment === undefined) return [];
    const role = roleOf(project, environment, { needs, options });
    return role.policies.documents.length === 0
      ? []
      : [{ ...role, name: `${role.name}-read-by-${options.environment}` }];
  });
}

/** A role that several targets have needs what each of them needs. */
function rolesOf(roles: readonly RoleNeeds[]): IamPage['roles'] {
  return [...Map.groupBy(roles, ({ role, trusts }) => `${role} ${trusts}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { role, trusts } = first;
    const statements = mergePlain(
      group.flatMap(({ permissions }) => permissions),
      'run',
    );
    const what = [...new Set(group.map((each) => each.what))].join(', ');
    return [{ role, what, trusts, document: statements.length === 0 ? null : policyOf(statements) }];
  });
}

function grantOf({ resource, actions, principals, what }: ResourceGrant): IamPage['grants'] {
  if (principals.length === 0) return [];
  const statement: JsonObject = {
    Sid: 'Funade',
    Effect: 'Allow',
    Principal: { AWS: [...principals] },
    Action: [...actions],
  };
  return [{ resource, what, document: policyOf([statement]) }];
}
