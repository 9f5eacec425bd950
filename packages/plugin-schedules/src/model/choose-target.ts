import { type JsonObject, suggest } from '@funade/core/author';
import type { Entry } from './entries.ts';
import type { Unfit } from './errors.ts';
import type { RuleFacts } from './facts.ts';
import { familyOf, revisionName, revisionOf } from './revision.ts';

type RuleEntry = Extract<Entry, { readonly type: 'rule' }>;

/** The target of a rule that an entry means, or why none is. */
export type Choice =
  | { readonly target: JsonObject; readonly unfit: null }
  | { readonly target: null; readonly unfit: Pick<Unfit, 'problem' | 'hint'> };

/** The target that is named, or the only one of these families. */
export function chooseTarget(
  { options, place }: RuleEntry,
  { targets }: RuleFacts,
  families: readonly string[],
): Choice {
  const named = targets.map(({ Id: id }) => String(id));
  if (options.target !== undefined) {
    const target = targets.find(({ Id: id }) => id === options.target);
    if (target !== undefined) return { target, unfit: null };
    const problem = `rule ${place.name} has no target ${JSON.stringify(options.target)} that runs tasks of ECS`;
    return { target: null, unfit: { problem, hint: `set target; ${suggest(options.target, named)}` } };
  }
  const ofFamily = targets.filter((target) => families.includes(familyOf(revisionOf(target) ?? '')));
  const [only, ...more] = ofFamily.length > 0 ? ofFamily : targets;
  if (only === undefined) {
    const hint = 'add a target to the rule that runs the task definition, or take the rule out of the config';
    return { target: null, unfit: { problem: `rule ${place.name} has no target that runs tasks of ECS`, hint } };
  }
  if (more.length === 0) return { target: only, unfit: null };
  const listed = [only, ...more].map((target) => `${String(target.Id)} (${revisionName(revisionOf(target) ?? '')})`);
  const problem = `rule ${place.name} has ${listed.length} targets that it could be: ${listed.join(', ')}`;
  return { target: null, unfit: { problem, hint: `name which with target: ${JSON.stringify(String(only.Id))}` } };
}
