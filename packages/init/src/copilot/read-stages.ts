import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { openLedger } from '../text/ledger.ts';
import type { SourceDocument } from '../text/source-document.ts';

/** An environment that a pipeline of Copilot deploys to. */
export interface Stage {
  readonly name: string;
  readonly approval: boolean;
}

export interface Stages {
  readonly stages: readonly Stage[];
  /** The branch that the first pipeline is of; null: it does not say. */
  readonly branch: string | null;
  readonly left: readonly LeftOut[];
}

/** The order of environments, as the pipelines have it. */
export function readStages(pipelines: readonly SourceDocument[]): Stages {
  const stages: Stage[] = [];
  const left: LeftOut[] = [];
  let branch: string | null = null;
  for (const document of pipelines) {
    const ledger = openLedger(document);
    const value = isJsonObject(document.value) ? document.value : {};
    const properties = isJsonObject(value.source) ? value.source.properties : null;
    if (isJsonObject(properties) && typeof properties.branch === 'string') {
      branch ??= properties.branch;
      ledger.carry(['source', 'properties', 'branch']);
    }
    for (const [index, stage] of (Array.isArray(value.stages) ? (value.stages as readonly Json[]) : []).entries()) {
      if (!isJsonObject(stage) || typeof stage.name !== 'string') continue;
      const { name } = stage;
      if (!stages.some((known) => known.name === name))
        stages.push({ name, approval: stage.requires_approval === true });
      for (const key of ['name', 'requires_approval']) ledger.carry(['stages', index, key]);
    }
    left.push(
      ...ledger.close(() => ({
        reason: 'the pipeline of Copilot is replaced by jobs of your CI',
        instead: 'commands that test a deploy: check: { command }',
      })),
    );
  }
  return { stages, branch, left };
}
