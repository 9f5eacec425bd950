import { DeployError } from '../model/error.ts';
import { nearestName, suggest } from '../model/nearest.ts';
import type { GitRef } from '../release/git-facts.ts';
import { type TagRule, type TagRuleMatch, tagRuleText } from '../release/tag-rules.ts';

export { configInvalid } from '../model/problem.ts';

export function environmentUnknown(name: string, names: readonly string[]): DeployError {
  return new DeployError('ENVIRONMENT_UNKNOWN', `there is no environment "${name}"`, {
    category: 'usage',
    hint: suggest(name, names),
    details: { name, nearest: nearestName(name, names), names },
  });
}

export function serviceUnknown(name: string, names: readonly string[]): DeployError {
  return new DeployError('SERVICE_UNKNOWN', `there is no service "${name}"`, {
    category: 'usage',
    hint: suggest(name, names),
    details: { name, nearest: nearestName(name, names), names },
  });
}

export function serviceNotInEnvironment(service: string, environment: string): DeployError {
  return new DeployError('SERVICE_NOT_IN_ENVIRONMENT', `service "${service}" has no settings in "${environment}"`, {
    category: 'usage',
    hint: `write them under services.${service} or services.${service}.environments.${environment}`,
    details: { service, environment },
  });
}

export function noTargets(environment: string): DeployError {
  return new DeployError('NO_TARGETS', `no service has settings in environment "${environment}"`, {
    category: 'usage',
    hint: 'write a service with settings for a plugin under services',
  });
}

export function serviceNotAdmitted(service: string, ref: GitRef, admitted: readonly string[]): DeployError {
  const only = admitted.length === 0 ? 'no service' : admitted.join(', ');
  return new DeployError('SERVICE_NOT_ADMITTED', `${refText(ref)} deploys ${only} and not "${service}"`, {
    category: 'refused',
    hint:
      admitted.length === 0 ? 'check its tag rule' : `leave out --service, or write --service ${admitted.join(',')}`,
    details: { service, ref, admitted },
  });
}

export interface Refusal {
  readonly ref: GitRef;
  readonly match: TagRuleMatch | null;
}

export function refNotAdmitted(
  environment: string,
  refusals: readonly Refusal[],
  rules: readonly TagRule[],
): DeployError {
  const lines = refusals.map(({ ref, match }) => `${refText(ref)} may not go to "${environment}": ${because(match)}`);
  const listed = rules.map((rule, index) => `  tagRules[${index}]: ${tagRuleText(rule)}`);
  const elsewhere = refusals.flatMap(({ match }) => match?.rule.environments ?? [])[0];
  return new DeployError('REF_NOT_ADMITTED', [...lines, 'the tag rules are:', ...listed].join('\n'), {
    category: 'refused',
    hint:
      elsewhere === undefined
        ? 'name a tag that a rule admits with --tag, or add a rule for this ref; a rule must match the whole name'
        : `deploy it to "${elsewhere}", or name another tag with --tag`,
    details: { environment, refs: refusals.map(({ ref }) => ref), rules: rules.map(tagRuleText) },
  });
}

export function refAmbiguous(environment: string, refs: readonly GitRef[]): DeployError {
  const names = refs.map(({ name }) => name);
  return new DeployError(
    'REF_AMBIGUOUS',
    `the checked-out commit has several tags that may go to "${environment}": ${names.join(', ')}`,
    { category: 'usage', hint: `choose one: --tag ${names[0]}`, details: { environment, tags: names } },
  );
}

export function tagServiceUnknown(ref: GitRef, service: string, names: readonly string[]): DeployError {
  return new DeployError('TAG_SERVICE_UNKNOWN', `${refText(ref)} names service "${service}", which it cannot deploy`, {
    category: 'refused',
    hint: suggest(service, names),
    details: { ref, service, nearest: nearestName(service, names), names },
  });
}

export function movingTag(imageTag: string, why: string, match: TagRuleMatch): DeployError {
  const forBranch = match.rule.type === 'branch';
  return new DeployError('MOVING_TAG', `image tag "${imageTag}" ${why}; an image tag never moves`, {
    category: 'refused',
    hint: `write ${forBranch ? '{{release.branch}}-{{release.shortCommit}}' : '{{release.version}} or {{release.tag}}'} into tagRules[${match.index}].imageTag`,
    details: { imageTag, rule: match.index },
  });
}

export function imageTagInvalid(imageTag: string, match: TagRuleMatch): DeployError {
  return new DeployError('IMAGE_TAG_INVALID', `"${imageTag}" is not a valid image tag`, {
    category: 'usage',
    hint: `tagRules[${match.index}].imageTag must give letters, digits, ".", "_" and "-", at most 128, beginning with a letter, a digit or "_"`,
    details: { imageTag, rule: match.index },
  });
}

/** `tag "v1.0.0"`, `branch "main"`. */
export function refText(ref: GitRef): string {
  return `${ref.type} "${ref.name}"`;
}

function because(match: TagRuleMatch | null): string {
  if (match === null) return 'no tag rule matches it';
  return `tagRules[${match.index}] admits it to ${match.rule.environments.join(', ')} only`;
}

/** A setting on the command line that cannot be read. */
export function overrideUnreadable(text: string): DeployError {
  return new DeployError('OVERRIDE_UNREADABLE', `--set ${text} does not name a setting of a service and its value`, {
    category: 'usage',
    hint: 'write it as --set api.desiredCount=3, or with the whole way: --set api.ecs.settings.desiredCount=3',
  });
}

/** No plugin has such a setting. */
export function overrideUnknown(
  text: string,
  { service, name, nearest }: { readonly service: string; readonly name: string; readonly nearest: string | null },
): DeployError {
  return new DeployError('OVERRIDE_UNKNOWN', `--set ${text}: there is no setting "${name}"`, {
    category: 'usage',
    hint:
      nearest === null
        ? `write the whole way to it, such as ${service}.ecs.settings.desiredCount`
        : `did you mean "${service}.${nearest}"?`,
    details: { name, nearest },
  });
}

/** A name alone that several settings have. */
export function overrideAmbiguous(text: string, places: readonly string[]): DeployError {
  return new DeployError('OVERRIDE_AMBIGUOUS', `--set ${text} may mean ${places.join(' or ')}`, {
    category: 'usage',
    hint: 'write the whole way to it',
    details: { places },
  });
}

/** A value that does not fit where it is to be. */
export function overrideInvalid(text: string, problems: readonly string[]): DeployError {
  return new DeployError('OVERRIDE_INVALID', [`--set ${text} does not fit:`, ...new Set(problems)].join('\n'), {
    category: 'usage',
    hint: 'a value is read as JSON where it is JSON, else as text',
    details: { problems },
  });
}

/** A setting of a service that this run does not deploy. */
export function overrideUnused(text: string, service: string, deployed: readonly string[]): DeployError {
  return new DeployError('OVERRIDE_UNUSED', `--set ${text} is for ${service}, which this run does not deploy`, {
    category: 'usage',
    hint: `it deploys ${deployed.join(', ')}`,
    details: { service, deployed },
  });
}
