import type { FoundFile, FoundProject } from '../model/found-project.ts';
import { isValueList, plainValue, type Value } from '../model/value.ts';
import { githubFile } from './github-file.ts';
import { githubRollback } from './github-rollback.ts';
import { gitlabFile } from './gitlab-file.ts';

export const ciNames = ['gitlab', 'github', 'none'] as const;
export type CiName = (typeof ciNames)[number];

/** What a CI file says of a project. */
export interface CiPlan {
  /** In their order, those that deploy by themselves first. */
  readonly environments: readonly CiEnvironment[];
  /** What installs the dependencies of the project: `npm ci`. */
  readonly install: string;
}

export interface CiEnvironment {
  readonly name: string;
  /** Whether a person has to start it. */
  readonly manual: boolean;
  /** Expressions for tags, without slashes. */
  readonly tags: readonly string[];
  /** Names of branches. */
  readonly branches: readonly string[];
}

/** The CI file that deploys a project by its tag rules; null where none is wanted. */
export function ciFile(ci: CiName, project: FoundProject, install: string): FoundFile | null {
  const plan = { environments: ciEnvironments(project), install };
  if (ci === 'gitlab') return { path: '.gitlab-ci.yml', text: gitlabFile(plan) };
  return ci === 'github' ? { path: '.github/workflows/deploy.yml', text: githubFile(plan) } : null;
}

/** What stands beside it: with GitHub, rolling back is a workflow of its own. */
export function filesBeside(ci: CiName, project: FoundProject, install: string): readonly FoundFile[] {
  if (ci !== 'github') return [];
  const plan = { environments: ciEnvironments(project), install };
  return [{ path: '.github/workflows/rollback.yml', text: githubRollback(plan) }];
}

/** The environments with the refs that go there; those that require confirmation are started by hand. */
export function ciEnvironments({ environments, tagRules }: FoundProject): readonly CiEnvironment[] {
  const all = Object.entries(environments).map(([name, environment]) => {
    const rules = tagRules.filter(({ environments: into }) => listOf(into).includes(name));
    return {
      name,
      manual: plainValue(environment.confirm ?? false) === true,
      tags: rules.flatMap(({ tag }) => (tag === undefined ? [] : sourceOf(tag))),
      branches: rules.flatMap(({ branch }) => (branch === undefined ? [] : textOf(branch))),
    };
  });
  return [...all.filter(({ manual }) => !manual), ...all.filter(({ manual }) => manual)];
}

function listOf(value: Value | undefined): readonly Value[] {
  const plain = plainValue(value ?? []);
  return isValueList(plain) ? plain : [];
}

/** The expression of a tag rule: `/^v/`, the same in a string, or a pattern as for file names. */
function sourceOf(value: Value): readonly string[] {
  const plain = plainValue(value);
  if (plain instanceof RegExp) return [plain.source];
  if (typeof plain !== 'string') return [];
  const [, source] = /^\/(.*)\/$/.exec(plain) ?? [];
  return [source ?? `^${plain.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\*+/g, '[^/]*')}$`];
}

function textOf(value: Value): readonly string[] {
  const plain = plainValue(value);
  return typeof plain === 'string' && !plain.startsWith('/') ? [plain] : [];
}
