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
  type Warning,
} from '@funade/core';
import { type CheckOptions, type CommandCheck, checksOf, type HttpCheck, nameOf, timesOf } from '../options/options.ts';
import { expectedText } from './expected-text.ts';
import { releaseVariables } from './release-variables.ts';

type Request = PluginRequest<CheckOptions>;
type Target = Request['targets'][number];

/**
 * The checks of every target that is rolled out, one after the other: those at a stage between the steps that stop and resume its
 * rollout, the others behind it, with what confirms that it was the target that was checked. Touches nothing.
 */
export function plan(request: Request, upstream: readonly Artifact[]): PlanFragment {
  const revisions = new Map(artifactsOf(upstream, 'revision').map((revision) => [revision.target, revision]));
  const rolledOut = request.targets.flatMap((target) => {
    const revision = revisions.get(target.id);
    return revision !== undefined && (revision.changed || revision.confirm !== undefined)
      ? [{ target, revision, request }]
      : [];
  });
  return {
    ...emptyFragment,
    steps: rolledOut.flatMap((one) => [...stageSteps(one), ...finalSteps(one)]),
    warnings: rolledOut.flatMap(leftOut),
  };
}

/** A target that is rolled out. */
interface RolledOut {
  readonly target: Target;
  readonly revision: RevisionArtifact;
  readonly request: Request;
}

/** The checks at each stop of the rollout. */
function stageSteps({ target, revision, request }: RolledOut): readonly Step[] {
  return (revision.stops ?? []).flatMap((stop) => {
    const stands = {
      phase: 'rollout',
      neededBy: [stop.resumes],
      ...(stop.otherwise === null ? {} : { otherwise: stop.otherwise }),
    } as const;
    return checkSteps(at(target, stop.stage), {
      target,
      revision,
      request,
      stands,
      stage: stop.stage,
      first: stop.reached,
    });
  });
}

/** The checks behind the rollout. */
function finalSteps({ target, revision, request }: RolledOut): readonly Step[] {
  const stands = { phase: 'after-rollout' } as const;
  const steps = checkSteps(at(target, undefined), { target, revision, request, stands, stage: '', first: null });
  return [...steps, ...confirmStep(target, revision, steps.at(-1)?.id ?? null)];
}

/** A check that has its place in the list of its target. */
interface Placed {
  readonly check: HttpCheck | CommandCheck;
  /** Its name and a colon where there are several, for ids. */
  readonly part: string;
}

function at({ options }: Target, stage: string | undefined): readonly Placed[] {
  const checks = checksOf(options);
  return checks
    .map((check, index) => ({ check, part: checks.length === 1 ? '' : `${nameOf(check, index)}:` }))
    .filter(({ check }) => check.at === stage);
}

/** Checks at a stage to which the run does not wait. */
function leftOut({ target, revision: { stops = [] } }: RolledOut): readonly Warning[] {
  const there = new Set(stops.map(({ stage }) => stage));
  const missed = new Set(checksOf(target.options).flatMap(({ at: stage }) => stage ?? []));
  return [...missed]
    .filter((stage) => !there.has(stage))
    .map((stage) => ({
      code: 'CHECK_LEFT_OUT',
      targets: [target.id],
      label: target.id,
      message: `nothing is checked at ${stage}: this run does not wait for the rollout to get there`,
    }));
}

/** Where the checks of a stage, or those behind the rollout, stand in the plan. */
interface Standing extends RolledOut {
  readonly stands: Pick<Step, 'phase' | 'neededBy'> & { readonly otherwise?: string };
  /** Empty behind the rollout. */
  readonly stage: string;
  /** The step that must have succeeded before the first one; null: that of their phase. */
  readonly first: StepId | null;
}

function checkSteps(checks: readonly Placed[], { first, ...standing }: Standing): readonly Step[] {
  const steps: Step[] = [];
  let before = first;
  for (const { check, part } of checks) {
    const common = { ...standing, part, needs: before === null ? [] : [before] };
    const step: Step = 'command' in check ? commandStep(check, common) : httpStep(check, common);
    if (!('command' in check)) steps.push(...prepareStep(check, common));
    steps.push(step);
    before = step.id;
  }
  return steps;
}

interface Place extends Omit<Standing, 'first'> {
  /** The name of one of several, for its id. */
  readonly part: string;
  readonly needs: readonly StepId[];
}

function httpStep(check: HttpCheck, { target, part, needs, stands }: Place): Step {
  const { url, method = 'GET', status = 200, json, followRedirects = false, caFile = null } = check;
  const times = timesOf(check);
  return {
    ...about(target, 'check.http', part),
    ...placeOf(stands),
    title: `check ${expectedText(check)} (up to ${formatDuration(times.timeoutSeconds)}${atText(check)})`,
    input: {
      url,
      method,
      headers: headersOf(check),
      status: Array.isArray(status) ? status : [status],
      ...(json === undefined ? {} : { json: json as Json }),
      ...times,
      followRedirects,
      caFile,
      ...otherwiseOf(stands),
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

function commandStep(check: CommandCheck, { target, part, needs, revision, request, stands, stage }: Place): Step {
  const { command, timeout = '10m' } = check;
  const timeoutSeconds = parseDuration(timeout) ?? 0;
  return {
    ...about(target, 'check.command', part),
    ...placeOf(stands),
    title: `run ${command.join(' ')} (up to ${formatDuration(timeoutSeconds)}${atText(check)})`,
    input: {
      command,
      timeoutSeconds,
      variables: {
        ...releaseVariables(request, target.service),
        FUNADE_CHECK_TASK_DEFINITION: revision.taskDefinition as Json,
        FUNADE_CHECK_STAGE: stage,
      },
      ...otherwiseOf(stands),
    },
    needs,
  };
}

function placeOf({ phase, neededBy }: Place['stands']): Pick<Step, 'phase' | 'neededBy'> {
  return neededBy === undefined ? { phase } : { phase, neededBy };
}

function otherwiseOf({ otherwise }: Place['stands']): { readonly otherwise?: string } {
  return otherwise === undefined ? {} : { otherwise };
}

function atText({ at: stage }: HttpCheck | CommandCheck): string {
  return stage === undefined ? '' : `; at ${stage}`;
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
