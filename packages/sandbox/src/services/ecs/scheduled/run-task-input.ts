import { booleanIn, isObject, numberIn, objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireJson, WireObject } from '../../../model/service.ts';

interface Fired {
  /** ARN of the cluster: the target's own. */
  readonly cluster: string;
  /** `EcsParameters` of a target. */
  readonly parameters: WireObject;
  /** `Input` of the target: overrides as JSON text. */
  readonly input: string | undefined;
  readonly startedBy: string;
}

/** What started a task: cut to 36 characters, a hyphen in the place of what RunTask takes none of. */
export function starterName(kind: 'events-rule' | 'chronos-schedule', name: string): string {
  return `${kind}/${name.replaceAll(/[^\w-]/g, '-')}`.slice(0, 36);
}

/** The request to RunTask that a target of EventBridge, or of its Scheduler, stands for. Throws SyntaxError for an input that is no JSON. */
export function runTaskInput({ cluster, parameters, input, startedBy }: Fired): WireObject {
  const network = objectIn(objectIn(parameters, 'NetworkConfiguration') ?? {}, 'awsvpcConfiguration');
  const overrides: unknown = input === undefined || input === '' ? undefined : JSON.parse(input);
  return Object.fromEntries(
    Object.entries({
      cluster,
      taskDefinition: textIn(parameters, 'TaskDefinitionArn'),
      count: numberIn(parameters, 'TaskCount') ?? 1,
      launchType: textIn(parameters, 'LaunchType'),
      capacityProviderStrategy: objectsIn(parameters, 'CapacityProviderStrategy'),
      networkConfiguration: network && {
        awsvpcConfiguration: {
          subnets: network.Subnets ?? [],
          securityGroups: network.SecurityGroups ?? [],
          assignPublicIp: network.AssignPublicIp ?? 'DISABLED',
        },
      },
      platformVersion: textIn(parameters, 'PlatformVersion'),
      group: textIn(parameters, 'Group'),
      placementConstraints: objectsIn(parameters, 'PlacementConstraints'),
      placementStrategy: objectsIn(parameters, 'PlacementStrategy'),
      propagateTags: textIn(parameters, 'PropagateTags'),
      enableECSManagedTags: booleanIn(parameters, 'EnableECSManagedTags'),
      enableExecuteCommand: booleanIn(parameters, 'EnableExecuteCommand'),
      referenceId: textIn(parameters, 'ReferenceId'),
      tags: tagsOf(parameters),
      overrides: isObject(overrides as WireJson) ? (overrides as WireObject) : undefined,
      startedBy,
    }).filter(([, value]) => value !== undefined),
  ) as WireObject;
}

/** EventBridge writes tags as `{ Key, Value }`; Scheduler as maps of any form, these among them. */
function tagsOf(parameters: WireObject): WireJson | undefined {
  return objectsIn(parameters, 'Tags')?.map((tag) => ({ key: tag.Key ?? tag.key, value: tag.Value ?? tag.value }));
}
