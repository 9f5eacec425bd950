import {
  type Artifact,
  artifactsOf,
  emptyFragment,
  formatDuration,
  type Json,
  type PlanFragment,
  type PluginRequest,
  parseDuration,
  type RevisionArtifact,
  type Step,
  type StepId,
} from '@funade/core';
import { type CheckOptions, type CommandCheck, type HttpCheck, nameOf, timesOf } from '../options/options.ts';
import { expectedText } from './expected-text.ts';
import { releaseVariables } from './release-variables.ts';

type Request = PluginRequest<CheckOptions>;
type Target = Request['targets'][number];

/**
 * The checks of every target that is rolled out, one after the other, and what confirms that it was the target that was
 * checked. Touches nothing.
 */
export function plan(request: Request, upstream: readonly Artifact[]): PlanFragment {
  const revisions = new Map(artifactsOf(upstream, 'revision').map((revision) => [revision.target, revision]));
  return {
    ...emptyFragment,
    steps: request.targets.flatMap((target) => {
      const revision = revisions.get(target.id);
      const rollsOut = revision !== undefined && (revision.changed || revision.confirm !== undefined);
      return rollsOut ? targetSteps(target, revision, request) : [];
    }),
  };
}

function targetSteps(target: Target, revision: RevisionArtifact, request: Request): readonly Step[] {
  const { options } = target;
  const checks = Array.isArray(options) ? options : [options as HttpCheck | CommandCheck];
  const steps: Step[] = [];
  let before: StepId | null = null;
  for (const [index, check] of checks.entries()) {
    const part = checks.length === 1 ? '' : `${nameOf(check, index)}:`;
    const common = { target, part, needs: before === null ? [] : [before] };
    const step: Step =
      'command' in check ? commandStep(check, { ...common, revision, request }) : httpStep(check, common);
    if (!('command' in check)) steps.push(...prepareStep(check, common));
    steps.push(step);
    before = step.id;
  }
  return [...steps, ...confirmStep(target, revision, before)];
}

interface Place {
  readonly target: Target;
  /** The name of one of several, for its id. */
  readonly part: string;
  readonly needs: readonly StepId[];
}

function httpStep(check: HttpCheck, { target, part, needs }: Place): Step {
  const { url, method = 'GET', status = 200, json, followRedirects = false, caFile = null } = check;
  const times = timesOf(check);
  return {
    ...about(target, 'check.http', part),
    phase: 'after-rollout',
    title: `check ${expectedText(check)} (up to ${formatDuration(times.timeoutSeconds)})`,
    input: {
      url,
      method,
      headers: headersOf(check),
      status: Array.isArray(status) ? status : [status],
      ...(json === undefined ? {} : { json: json as Json }),
      ...times,
      followRedirects,
      caFile,
    },
    needs,
  };
}

/** Looks for what the check needs on this machine before anything is built. */
function prepareStep(check: HttpCheck, { target, part }: Place): readonly Step[] {
  const { caFile = null } = check;
  const entries = Object.entries(headersOf(check)).filter(([, value]) => typeof value !== 'string');
  if (entries.length === 0 && caFile === null) return [];
  const variables = entries.map(([, value]) => (value as { readonly env: string }).env);
  return [
    {
      ...about(target, 'check.prepare', part),
      phase: 'build',
      title: `look for ${[...variables, ...(caFile === null ? [] : [caFile])].join(', ')}, which a check of ${target.service} needs`,
      input: { headers: Object.fromEntries(entries), caFile },
      needs: [],
    },
  ];
}

function headersOf({ header = {} }: HttpCheck): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(header).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { env: value.env, prefix: value.prefix ?? '' },
    ]),
  );
}

function commandStep(
  { command, timeout = '10m' }: CommandCheck,
  {
    target,
    part,
    needs,
    revision,
    request,
  }: Place & { readonly revision: RevisionArtifact; readonly request: Request },
): Step {
  const timeoutSeconds = parseDuration(timeout) ?? 0;
  return {
    ...about(target, 'check.command', part),
    phase: 'after-rollout',
    title: `run ${command.join(' ')} (up to ${formatDuration(timeoutSeconds)})`,
    input: {
      command,
      timeoutSeconds,
      variables: {
        ...releaseVariables(request, target.service),
        FUNADE_CHECK_TASK_DEFINITION: revision.taskDefinition as Json,
      },
    },
    needs,
  };
}

/** A check proves nothing about a revision that has been replaced meanwhile, whether it went well or not. */
function confirmStep(target: Target, { confirm }: RevisionArtifact, checked: StepId | null): readonly Step[] {
  if (confirm === undefined || checked === null) return [];
  return [
    {
      ...about(target, 'check.confirm', ''),
      kind: confirm.kind,
      phase: 'after-rollout',
      title: `confirm that ${target.service} was not replaced while it was checked`,
      input: confirm.input,
      needs: [],
      after: [checked],
    },
  ];
}

function about(
  { id }: Target,
  kind: string,
  part: string,
): Pick<Step, 'id' | 'kind' | 'targets' | 'label' | 'after' | 'changes'> {
  return { id: `${kind}:${part}${id}`, kind, targets: [id], label: id, after: [], changes: [] };
}
