import type { Problem } from '../model/problem.ts';
import type { Release } from '../model/release.ts';
import type { GitFacts, GitRef } from '../release/git-facts.ts';
import { imageTagPart, isImageTag, whyMoving } from '../release/image-tag.ts';
import { lastPart, matchTagRule, type TagRuleMatch } from '../release/tag-rules.ts';
import { renderLeaves } from '../templates/render-leaves.ts';
import { imageTagScope } from '../templates/template-scope.ts';
import type { Config } from './config.ts';
import {
  configInvalid,
  imageTagInvalid,
  movingTag,
  type Refusal,
  refAmbiguous,
  refNotAdmitted,
  tagServiceUnknown,
} from './errors.ts';
import { findEnvironment } from './find-environment.ts';

/** What the tag rules say about a checkout and an environment: what is shipped, and which services it ships. */
export interface Admission {
  readonly environment: string;
  readonly ref: GitRef;
  /** Index in `tagRules` of the rule that admits the ref. */
  readonly rule: number;
  /** Names of the services that the ref deploys; null means every one. */
  readonly services: readonly string[] | null;
  readonly release: Release;
}

/**
 * Asks the tag rules whether what is checked out may go to an environment. Touches nothing.
 *
 * Where git itself names the ref, the one tag of the commit that a rule admits wins over the branch.
 *
 * Throws `ENVIRONMENT_UNKNOWN`, `REF_NOT_ADMITTED`, `REF_AMBIGUOUS`, `TAG_SERVICE_UNKNOWN`, `MOVING_TAG`,
 * `IMAGE_TAG_INVALID` and `CONFIG_INVALID` (the image tag's template).
 */
export async function admitRef(config: Config, git: GitFacts, environment: string): Promise<Admission> {
  findEnvironment(config, environment);
  const { ref, match } = chooseRef(config, git, environment);
  const services = servicesOf(config, ref, match);
  const imageTag = await imageTagOf(config, git, { ref, match, environment });
  return { environment, ref, rule: match.index, services, release: releaseOf(git, { ref, match, imageTag }) };
}

interface Choice {
  readonly ref: GitRef;
  readonly match: TagRuleMatch;
}

function chooseRef(config: Config, git: GitFacts, environment: string): Choice {
  const admitted: Choice[] = [];
  const refusals: Refusal[] = [];
  for (const ref of git.refs) {
    const match = matchTagRule(config.tagRules, ref);
    if (match?.rule.environments.includes(environment)) admitted.push({ ref, match });
    else refusals.push({ ref, match });
  }
  const tags = admitted.filter(({ ref }) => ref.type === 'tag');
  if (tags.length > 1)
    throw refAmbiguous(
      environment,
      tags.map(({ ref }) => ref),
    );
  const chosen = tags[0] ?? admitted[0];
  if (chosen === undefined) throw refNotAdmitted(environment, refusals, config.tagRules);
  return chosen;
}

function servicesOf(config: Config, ref: GitRef, match: TagRuleMatch): readonly string[] | null {
  const { services } = match.rule;
  if (match.service === null) return services;
  const names = services ?? Object.keys(config.services);
  if (!names.includes(match.service)) throw tagServiceUnknown(ref, match.service, names);
  return [match.service];
}

async function imageTagOf(
  config: Config,
  git: GitFacts,
  { ref, match, environment }: Choice & { readonly environment: string },
): Promise<string> {
  const tag = await renderImageTag(config, git, { ref, match, environment });
  if (!isImageTag(tag)) throw imageTagInvalid(tag, match);
  const { version } = match;
  const environments = Object.keys(config.environments);
  const why = whyMoving(tag, { ref, version, commit: git.commit, environments });
  if (why !== null) throw movingTag(tag, why, match);
  return tag;
}

async function renderImageTag(
  config: Config,
  git: GitFacts,
  { ref, match, environment }: Choice & { readonly environment: string },
): Promise<string> {
  const template = match.rule.imageTag;
  if (template === null) return imageTagPart(lastPart(ref.name));
  const release = releaseOf(git, { ref, match, imageTag: '' });
  const problems: Problem[] = [];
  const scope = imageTagScope({ project: config.project, environment: findEnvironment(config, environment), release });
  const rendered = await renderLeaves(template, scope, { path: ['tagRules', match.index, 'imageTag'], problems });
  if (problems.length > 0) throw configInvalid(config.file, problems);
  return String(rendered);
}

function releaseOf(git: GitFacts, { ref, match, imageTag }: Choice & { readonly imageTag: string }): Release {
  return {
    version: match.version,
    tag: ref.type === 'tag' ? ref.name : null,
    branch: ref.type === 'branch' ? ref.name : null,
    commit: git.commit,
    ...(git.checkedOut === undefined ? {} : { checkedOut: git.checkedOut }),
    shortCommit: git.commit.slice(0, 7),
    commitTime: git.commitTime,
    dirty: git.dirtyPaths.length > 0,
    dirtyPaths: git.dirtyPaths,
    imageTag,
    source: git.source,
  };
}
