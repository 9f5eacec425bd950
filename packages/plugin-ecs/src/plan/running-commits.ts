import {
  type PluginRequest,
  type PluginTarget,
  type RunningCommit,
  semanticVersion,
  type TargetId,
  versionStep,
} from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { isService } from '../options/jobs.ts';
import { containersOf, type EcsTargetOptions } from '../options/options.ts';
import { baseDefinition } from '../task-definition/base-definition.ts';
import { parseImageReference } from '../task-definition/image-reference.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { imageOf } from '../task-definition/set-images.ts';

/**
 * The commit that each target runs, where its version and the release's cannot be compared: what the tags of its revision
 * say, else the images of its containers are to be asked.
 */
export function runningCommits(
  { targets, release, revisions }: PluginRequest<EcsTargetOptions>,
  facts: EcsFacts,
): readonly RunningCommit<TargetId>[] {
  // Whoever goes back to a revision knows that it is older.
  if (revisions !== undefined) return [];
  return targets.flatMap((target) => {
    const { id, options } = target;
    const described = facts.taskDefinitions[runs(target, facts) ?? ''];
    if (described === undefined) return [];
    const images = [...containersOf(options).keys()].flatMap((name) => imageOf(described.taskDefinition, name) ?? []);
    const { commit, release: deployed } = provenanceOf(described.tags);
    const version = images.map((image) => parseImageReference(image).tag ?? '').find(isVersion) ?? deployed;
    if (versionStep(version, release.imageTag) !== null) return [];
    return [{ target: id, commit, images: commit === null ? images : [] }];
  });
}

/** ARN of what a target runs; the newest revision of a job stands for that. */
function runs(target: PluginTarget<EcsTargetOptions>, { services, sources, revisions }: EcsFacts): string | null {
  if (isService(target)) return services[target.id]?.taskDefinition ?? null;
  const base = baseDefinition(target.options, sources[target.id], { running: null, taskDefinitions: {} });
  return revisions[String(base?.definition.family)]?.[0] ?? null;
}

function isVersion(tag: string): boolean {
  return semanticVersion(tag) !== null;
}
