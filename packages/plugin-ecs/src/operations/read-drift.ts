import {
  type Drift,
  emptyRelease,
  isDeployError,
  type PluginRequest,
  type PluginTarget,
  plainLine,
  type RunContext,
  resourceKey,
  semanticVersion,
  type TargetStatus,
} from '@funade/core';
import { observeTaskDefinition } from '../api/describe-task-definition.ts';
import type { Ecs } from '../api/ecs-client.ts';
import { readDefinitionFiles } from '../observe/read-definition-files.ts';
import { containerSettingsOf, type EcsOptions } from '../options/options.ts';
import { runningRevision } from '../service/running-revision.ts';
import { baseDefinition } from '../task-definition/base-definition.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { toRegisterInput } from '../task-definition/to-register-input.ts';
import { type DriftFacts, driftOf } from './drift-of.ts';
import type { Standing } from './read-standing.ts';

/** Whose drift is read. */
export interface DriftWanted {
  readonly project: string;
  readonly target: PluginTarget<EcsOptions>;
  readonly standing: Standing;
  readonly stands: Pick<TargetStatus, 'state' | 'deployments'>;
}

/** What the definition of each target was compared with, while one command looks again and again: a revision never changes. */
const comparedKey = resourceKey<Map<string, Promise<Omit<DriftFacts, 'service'>>>>('ecs.drift');

/**
 * What differs between the config and what runs of a service; null while something is in progress, and where there is no service.
 * Costs one DescribeTaskDefinition where the config writes something of the definition, and nothing where it does not.
 */
export async function readDrift(ecs: Ecs, wanted: DriftWanted, context: RunContext): Promise<Drift | null> {
  const { target, standing, stands } = wanted;
  const { state } = stands;
  if (standing.found === null || state === 'missing' || state.startsWith('rolling') || state === 'paused') return null;
  const controller = standing.found.deploymentController?.type ?? 'ECS';
  if (controller !== 'ECS') return null;
  const known = await context.resources.use(comparedKey.of(context.environment.name), () => new Map());
  const key = `${target.id} ${runningRevision(standing.found)}`;
  const compared = known.get(key) ?? definitionFacts(ecs, wanted, context);
  known.set(key, compared);
  return driftOf(target.options, { service: standing.raw, ...(await compared) });
}

async function definitionFacts(
  ecs: Ecs,
  { project, target, standing, stands }: DriftWanted,
  context: RunContext,
): Promise<Omit<DriftFacts, 'service'>> {
  const { taskDefinition } = target.options;
  const nothing = { running: null, base: null, unknown: [] };
  const arn = standing.found === null ? null : runningRevision(standing.found);
  const latest = taskDefinition === 'latest' ? ['taskDefinition "latest" is whatever was registered last'] : [];
  const writes = taskDefinition !== undefined || containerSettingsOf(target.options).size > 0;
  if (!writes || arn === null) return nothing;
  try {
    const described = await observeTaskDefinition(ecs, arn, context);
    const running = toRegisterInput(described);
    if (taskDefinition === undefined || taskDefinition === 'latest') return { running, base: null, unknown: latest };
    if (typeof taskDefinition === 'object') {
      const made = baseDefinition(target.options, undefined, { running: arn, taskDefinitions: { [arn]: described } });
      return { running, base: made?.definition ?? null, unknown: [] };
    }
    const { release, commit } = provenanceOf(described.tags);
    const tag = stands.deployments[0]?.version ?? release ?? null;
    const request = { project, environment: context.environment, targets: [], ...releaseThatRuns(tag, commit) };
    const file = { path: taskDefinition, service: target.service, placeholders: target.options.placeholders };
    const [read] = await readDefinitionFiles([file], request, context);
    return { running, base: read?.definition ?? null, unknown: [] };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
    return { ...nothing, unknown: [`the definition is not compared: ${plainLine(error.message)}`] };
  }
}

/** What the templates of a file are filled from: the release that runs, as far as its revision says which it is. */
function releaseThatRuns(tag: string | null, commit: string | null): Pick<PluginRequest, 'release' | 'allow'> {
  return {
    allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
    release: {
      ...emptyRelease,
      version: tag === null ? null : semanticVersion(tag),
      tag,
      imageTag: tag ?? '',
      commit: commit ?? '',
      shortCommit: (commit ?? '').slice(0, 7),
    },
  };
}
