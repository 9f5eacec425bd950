import { objectsIn, textIn } from '../../model/input.ts';
import type { AwsService, CallContext } from '../../model/service.ts';
import { checkedOperations } from '../../wire/checked-operations.ts';
import { advanceEcs, type EcsState } from '../ecs/index.ts';
import requests from './models/requests.json' with { type: 'json' };
import * as rules from './operations/rules.ts';
import * as targets from './operations/targets.ts';
import { createEventsState, type EventsState, ruleArn } from './state.ts';

export { createEventsControl, type EventsControl } from './control.ts';
export { putSeededRule, rulesSchema } from './seed.ts';
export type { EventsState } from './state.ts';

/** EventBridge, as far as rules run tasks. Its time is that of the ECS of the same account and region. */
export function eventsServiceOf(ecsOf: (account: string, region: string) => EcsState): AwsService<EventsState> {
  return {
    name: 'events',
    wire: { protocol: 'json', targetPrefix: 'AWSEvents' },
    createState: (account, region) => createEventsState({ account, region }, ecsOf(account, region)),
    advance: ({ ecs }, now, lookup) => advanceEcs(ecs, now, lookup),
    resource: (_, input, state) => {
      const name = input.Rule ?? input.Name;
      return typeof name === 'string' ? ruleArn(state, name) : null;
    },
    context: (operation, input): CallContext =>
      operation === 'PutTargets'
        ? { 'events:TargetArn': (objectsIn(input, 'Targets') ?? []).map((target) => textIn(target, 'Arn') ?? '') }
        : {},
    operations: checkedOperations<EventsState>(
      {
        DeleteRule: rules.deleteRule,
        DescribeRule: rules.describeRule,
        DisableRule: rules.disableRule,
        EnableRule: rules.enableRule,
        ListRuleNamesByTarget: rules.listRuleNamesByTarget,
        ListRules: rules.listRules,
        ListTagsForResource: rules.listTagsForResource,
        ListTargetsByRule: targets.listTargetsByRule,
        PutRule: rules.putRule,
        PutTargets: targets.putTargets,
        RemoveTargets: targets.removeTargets,
        TagResource: rules.tagResource,
        UntagResource: rules.untagResource,
      },
      requests,
    ),
  };
}
