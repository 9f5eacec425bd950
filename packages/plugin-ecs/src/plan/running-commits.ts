import { type PluginRequest, type RunningCommit, semanticVersion, type TargetId, versionStep } from '@funade/core';
import type { EcsFacts } from '../model/facts.ts';
import { containersOf, type EcsOptions } from '../options/options.ts';
import { parseImageReference } from '../task-definition/image-reference.ts';
import { provenanceOf } from '../task-definition/revision-tags.ts';
import { imageOf } from '../task-definition/set-images.ts';

/**
 * The commit that each target runs, where its version and the release's cannot be compared: what the tags of its revision
 * say, else the images of its containers are to be asked.
 */
export function runningCommits(
  { targets, release, revisions }: PluginRequest<EcsOptions>,
  { services, taskDefinitions }: EcsFacts,
): readonly RunningCommit<TargetId>[] {
  // Whoever goes back to a revision knows that it is older.
  if (revisions !== undefined) return [];
  return targets.flatMap(({ id, options }) => {
    const described = taskDefinitions[services[id]?.taskDefinition ?? ''];
    if (described === undefined) return [];
    const images = [...containersOf(options).keys()].flatMap((name) => imageOf(described.taskDefinition, name) ?? []);
    const { commit, release: deployed } = provenanceOf(described.tags);
    const version = images.map((image) => parseImageReference(image).tag ?? '').find(isVersion) ?? deployed;
    if (versionStep(version, release.imageTag) !== null) return [];
    return [{ target: id, commit, images: commit === null ? images : [] }];
  });
}

function isVersion(tag: string): boolean {
  return semanticVersion(tag) !== null;
}
