import { numberIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { parseSchedule } from '../../ecs/index.ts';
import { notFound, validation } from '../faults.ts';
import { checkBus, checkManaged, ruleOf } from '../find.ts';
import { type EventsState, planRule, type Rule, ruleArn } from '../state.ts';

const most = 100;
const kept = ['ScheduleExpression', 'EventPattern', 'Description', 'RoleArn'];

/** PutRule replaces: what is left out is gone, the state is ENABLED; tags are for new rules alone. */
export const putRule: Operation<EventsState> = (state, { input }) => {
  checkBus(input);
  const name = textIn(input, 'Name') ?? '';
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw validation('Parameter Name is not valid.');
  const known = state.rules.get(name);
  if (known) checkManaged(known, input);
  checkRule(input);
  const rule = known ?? newRule(state, name, { tags: tagsIn(input) });
  rule.body = bodyOf(input);
  planRule(state, rule);
  return { RuleArn: rule.arn };
};

/** A rule without targets, put into the state. */
export function newRule(
  state: EventsState,
  name: string,
  { tags, managedBy = null }: { readonly tags: Rule['tags']; readonly managedBy?: string | null },
): Rule {
  const arn = ruleArn(state, name);
  const rule: Rule = { name, arn, body: {}, managedBy, tags, targets: new Map(), schedule: null, nextAt: null };
  state.rules.set(name, rule);
  return rule;
}

export function bodyOf(input: WireObject): WireObject {
  const given = kept.filter((member) => textIn(input, member)).map((member) => [member, input[member]]);
  return { ...Object.fromEntries(given), State: textIn(input, 'State') ?? 'ENABLED' };
}

export function checkRule(input: WireObject): void {
  const expression = textIn(input, 'ScheduleExpression') ?? '';
  const pattern = textIn(input, 'EventPattern') ?? '';
  if (expression === '' && pattern === '') {
    throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  const isKnown =
    /^(rate|cron)\(/.test(expression) && parseSchedule(expression, { timezone: 'UTC', start: 0 }) !== null;
  if (expression !== '' && !isKnown) throw validation('Parameter ScheduleExpression is not valid.');
}

export const describeRule: Operation<EventsState> = (state, { input }) => {
  const rule = ruleOf(state, input, 'Name');
  return { ...ruleView(rule), CreatedBy: state.account };
};

export const listRules: Operation<EventsState> = (state, { input }) => {
  checkBus(input);
  const prefix = textIn(input, 'NamePrefix') ?? '';
  const rules = [...state.rules.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, nextToken } = paged(rules, input);
  return { Rules: items.map(ruleView), NextToken: nextToken };
};

/** By the ARN of a target: for ECS that is the cluster, so all rules that run anything there. */
export const listRuleNamesByTarget: Operation<EventsState> = (state, { input }) => {
  checkBus(input);
  const arn = textIn(input, 'TargetArn') ?? '';
  const rules = [...state.rules.values()].filter(({ targets }) => [...targets.values()].some(({ Arn }) => Arn === arn));
  const { items, nextToken } = paged(rules, input);
  return { RuleNames: items.map(({ name }) => name), NextToken: nextToken };
};

export const deleteRule: Operation<EventsState> = (state, { input }) => {
  const name = textIn(input, 'Name') ?? '';
  checkBus(input);
  const rule = state.rules.get(name);
  if (rule === undefined) return {};
  checkManaged(rule, input);
  if (rule.targets.size > 0) throw validation("Rule can't be deleted since it has targets.");
  state.rules.delete(name);
  return {};
};

export const enableRule: Operation<EventsState> = (state, { input }) => switchRule(state, input, 'ENABLED');
export const disableRule: Operation<EventsState> = (state, { input }) => switchRule(state, input, 'DISABLED');

function switchRule(state: EventsState, input: WireObject, State: string): WireObject {
  const rule = ruleOf(state, input, 'Name');
  checkManaged(rule, input);
  rule.body = { ...rule.body, State };
  return {};
}

export const listTagsForResource: Operation<EventsState> = (state, { input }) => ({ Tags: tagged(state, input).tags });

export const tagResource: Operation<EventsState> = (state, { input }) => {
  const rule = tagged(state, input);
  const added = tagsIn(input);
  rule.tags = [...rule.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key)), ...added];
  return {};
};

export const untagResource: Operation<EventsState> = (state, { input }) => {
  const rule = tagged(state, input);
  const gone = textsIn(input, 'TagKeys') ?? [];
  rule.tags = rule.tags.filter(({ Key }) => !gone.includes(Key));
  return {};
};

function tagged({ rules }: EventsState, input: WireObject): Rule {
  const arn = textIn(input, 'ResourceARN') ?? '';
  const rule = [...rules.values()].find((each) => each.arn === arn);
  if (rule === undefined) throw notFound(`Rule ${arn.split('/').at(-1)} does not exist on EventBus default.`);
  return rule;
}

function tagsIn(input: WireObject): Rule['tags'] {
  return (objectsIn(input, 'Tags') ?? []).map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value) }));
}

function ruleView({ name, arn, body, managedBy }: Rule): WireObject {
  return { Name: name, Arn: arn, EventBusName: 'default', ...body, ManagedBy: managedBy ?? undefined };
}

/** One page of a list, by `Limit` and `NextToken`. Throws ValidationException for a token that no page gave. */
export function paged<Item>(items: readonly Item[], input: WireObject) {
  const size = Math.max(1, Math.min(numberIn(input, 'Limit') ?? most, most));
  const page = pageOf(items, { size, token: textIn(input, 'NextToken') });
  if (page === null) throw validation('Parameter NextToken is not valid.');
  return page;
}
