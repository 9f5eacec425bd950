import { isJsonObject } from '@funade/core';
import type { SourceDocument } from '../text/source-document.ts';
import type { CopilotApplication } from './model.ts';
import type { Stage } from './read-stages.ts';

/** The environments of an application: in the order of its pipelines, then as manifests name them. Without any: `test`. */
export function environmentNames(
  { environments, workloads }: CopilotApplication,
  stages: readonly Stage[],
): readonly string[] {
  const ofManifests = workloads.flatMap(({ value }) =>
    isJsonObject(value) && isJsonObject(value.environments) ? Object.keys(value.environments) : [],
  );
  const all = new Set([...stages.map(({ name }) => name), ...environments.map(nameOf), ...ofManifests]);
  return all.size === 0 ? ['test'] : [...all];
}

/** What a manifest calls what it is of; without a name, its folder. */
export function nameOf({ value, file }: SourceDocument): string {
  const written = isJsonObject(value) ? value.name : null;
  return typeof written === 'string' && written !== '' ? written : (file.split('/').at(-2) ?? 'app');
}
