import { mergePermissions, simulatePermissions } from '@funade/aws';
import {
  admitRef,
  type Environment,
  type Finding,
  findEnvironment,
  findingOf,
  permissionGroups,
  type RunContext,
  readFindings,
  readPermissions,
} from '@funade/core';
import { readRelease, runFile } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { Io } from '../model/io.ts';
import type { DoctorOptions } from '../model/page-options.ts';
import type { Examined } from '../render/render-findings.ts';
import { selectAll } from './make-iam-page.ts';
import { loadProject, openContext, type Project } from './project.ts';

/** Looks at everything that a deploy needs, as far as it gets: what is missing keeps nothing else from being looked at. */
export async function examine(options: DoctorOptions, io: Io, interruption: Interruption): Promise<Examined> {
  const machine = [nodeFinding(io.node), await lookAtGit(io)];
  const { project, finding } = await lookAtConfig(options, io, interruption);
  if (project === null) return { environment: null, findings: [...machine, finding] };
  const { environment, finding: chosen } = chooseEnvironment(project, options.environment);
  if (environment === null) return { environment, findings: [...machine, finding, chosen] };
  const release = await lookAtRelease(project, environment, io);
  await using context = openContext(project, environment, { io, interruption, options });
  const rest = await lookAtAws(project, context, options);
  return { environment, findings: [...machine, finding, chosen, release, ...rest] };
}

/** The lowest Node that reads a config in TypeScript as it is. */
const lowest = [22, 18] as const;

function nodeFinding(version: string): Finding {
  const about = { kind: 'node', what: 'Node' };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = major > lowest[0] || (major === lowest[0] && minor >= lowest[1]);
  if (good) return { ...about, result: 'ok', text: version, mend: null };
  const text = `${version} is older than ${lowest.join('.')}`;
  return { ...about, result: 'failed', text, mend: `install Node ${lowest.join('.')} or later: https://nodejs.org` };
}

async function lookAtGit({ cwd, env }: Io): Promise<Finding> {
  const about = { kind: 'git', what: 'git' };
  const { ok, stdout, missing } = await runFile('git', ['--version'], { cwd, env: { ...env } });
  if (missing || !ok) return { ...about, result: 'failed', text: 'there is no git on the PATH', mend: 'install git' };
  const version = stdout.trim().replace(/^git version /, '');
  const tree = await runFile('git', ['rev-parse', '--is-shallow-repository'], { cwd, env: { ...env } });
  if (!tree.ok) {
    const text = `${version}; this folder is in no repository`;
    return { ...about, result: 'failed', text, mend: 'git init, and commit: a release is a commit' };
  }
  const shallow = tree.stdout.trim() === 'true';
  const mend = shallow
    ? 'fetch the whole history where `order` matters: GIT_DEPTH: 0 (GitLab), fetch-depth: 0 (GitHub)'
    : null;
  return { ...about, result: 'ok', text: shallow ? `${version}; the history is shallow` : version, mend };
}

async function lookAtConfig(
  { config }: DoctorOptions,
  io: Io,
  interruption: Interruption,
): Promise<{ readonly project: Project | null; readonly finding: Finding }> {
  const about = { kind: 'config', what: 'config' };
  try {
    const project = await loadProject({ file: config }, io, interruption);
    const { services, environments } = project.config;
    const counts = [
      counted(Object.keys(services).length, 'service'),
      counted(Object.keys(environments).length, 'environment'),
    ].join(', ');
    return { project, finding: { ...about, result: 'ok', text: `${project.config.file}: ${counts}`, mend: null } };
  } catch (error) {
    interruption.signal.throwIfAborted();
    const found = findingOf(about, error);
    return { project: null, finding: { ...found, mend: found.mend ?? 'funade init' } };
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function chooseEnvironment(
  { config }: Project,
  name: string | null,
): { readonly environment: Environment | null; readonly finding: Finding } {
  const about = { kind: 'environment', what: 'environment' };
  const known = Object.keys(config.environments);
  const wanted = name ?? (known.length === 1 ? known[0] : undefined);
  if (wanted === undefined) {
    const text = `AWS is looked at for one of ${known.join(', ')}`;
    return {
      environment: null,
      finding: { ...about, result: 'unknown', text, mend: `funade doctor ${known[0] ?? ''}` },
    };
  }
  try {
    const environment = findEnvironment(config, wanted);
    const text = `${wanted}: account ${environment.account}, ${environment.region}`;
    return { environment, finding: { ...about, result: 'ok', text, mend: null } };
  } catch (error) {
    return { environment: null, finding: findingOf(about, error) };
  }
}

async function lookAtRelease({ config, root }: Project, environment: Environment, { env }: Io): Promise<Finding> {
  const about = { kind: 'release', what: 'release' };
  try {
    const { ref, release } = await admitRef(config, await readRelease({ root, env }), environment.name);
    const dirty = release.dirty ? '; the work tree has uncommitted changes' : '';
    const text = `${ref.type} ${ref.name} (${release.shortCommit}) may go to ${environment.name}${dirty}`;
    const mend = release.dirty ? 'commit them, or pass --allow-dirty' : null;
    return { ...about, result: release.dirty ? 'warning' : 'ok', text, mend };
  } catch (error) {
    // Nothing is to be deployed yet.
    return { ...findingOf(about, error), result: 'warning' };
  }
}

async function lookAtAws(project: Project, context: RunContext, options: DoctorOptions): Promise<readonly Finding[]> {
  const { config, plugins } = project;
  const wanted = { project: config.project, environment: context.environment };
  const [session, ...others] = plugins;
  const own = session === undefined ? [] : [session];
  const first = await readFindings({ ...wanted, targets: [], online: true }, own, context);
  try {
    const names = { environment: context.environment.name, services: options.services };
    const { targets, lookups } = await selectAll(project, names, context);
    const rest = await readFindings({ ...wanted, targets, online: first.online }, others, context);
    const findings = [...first.findings, ...rest.findings];
    if (!first.online) return findings;
    const asked = { ...wanted, targets, environments: config.environments, lookups: lookups.calls, online: true };
    return [...findings, await lookAtPermissions(asked, plugins, context)];
  } catch (error) {
    context.signal.throwIfAborted();
    return [...first.findings, findingOf({ kind: 'services', what: 'services' }, error)];
  }
}

/** What a pipeline runs, as `funade iam` has it. */
const usual = permissionGroups.filter((group) => group !== 'exec' && group !== 'prune');

async function lookAtPermissions(...asked: Parameters<typeof readPermissions>): Promise<Finding> {
  const about = { kind: 'permissions', what: 'permissions' };
  const [{ environment }, , context] = asked;
  try {
    const { permissions } = await readPermissions(...asked);
    const own = permissions.filter((each) => (each.environment ?? environment.name) === environment.name);
    const { principal, lacking, unknown } = await simulatePermissions(mergePermissions(own, usual), context);
    if (lacking === null) {
      return {
        ...about,
        result: 'unknown',
        text: unknown,
        mend: `funade iam ${environment.name} prints what is needed`,
      };
    }
    if (lacking.length === 0) {
      return {
        ...about,
        result: 'ok',
        text: `${principal} may do all that a pipeline does, as IAM's simulator says`,
        mend: null,
      };
    }
    const actions = [...new Set(lacking.flatMap(({ Action }) => Action))];
    return {
      ...about,
      result: 'failed',
      text: `${principal} may not: ${actions.join(', ')}`,
      mend: [
        `add to a policy of ${principal} (or all of \`funade iam ${environment.name}\`):`,
        ...JSON.stringify(lacking, null, 2).split('\n'),
      ].join('\n'),
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return findingOf(about, error);
  }
}
