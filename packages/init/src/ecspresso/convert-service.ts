import { isJsonObject } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { isValueObject, noted, type Value, type ValueObject } from '../model/value.ts';
import { answerOnlySettings, settingNames } from '../text/service-settings.ts';
import type { Path } from '../text/source-document.ts';
import type { ConvertContext } from './convert-expression.ts';
import { openCarrier, type TemplateDocument, valueAt } from './template-document.ts';

export interface ConvertedService {
  readonly settings: ValueObject;
  readonly left: readonly LeftOut[];
}

/** The service definition of ecspresso as settings. */
export function convertService(document: TemplateDocument, context: ConvertContext): ConvertedService {
  const carrier = openCarrier(document, context);
  const { ledger } = carrier;
  const answer = isJsonObject(document.value) && Array.isArray(document.value.services);
  const top: Path = answer ? ['services', 0] : [];
  const service = valueAt(document.value, top);
  const settings: Record<string, Value> = {};
  for (const key of isJsonObject(service) ? Object.keys(service) : []) {
    const path = [...top, key];
    const value = valueAt(document.value, path);
    if (answerOnlySettings.has(key))
      ledger.leave(path, { reason: 'only the answer of DescribeServices has it: it is no setting' });
    else if (key === 'deploymentController' && valueAt(document.value, [...path, 'type']) === 'CODE_DEPLOY')
      ledger.leave(path, {
        reason: 'deploys with CodeDeploy are not carried over',
        instead: 'blue/green deployments of ECS itself: deploymentConfiguration.strategy',
      });
    else if (settingNames.has(key) && value === null) ledger.leave(path, { reason: 'it has no value' });
    else if (settingNames.has(key)) {
      const converted = asWritten(carrier.value(path));
      settings[key] =
        key === 'desiredCount' ? noted(converted, 'Leave it out where something else scales the service.') : converted;
    }
  }
  return { settings, left: ledger.close((path) => ({ reason: unknown(path, top) })) };
}

/** ecspresso takes names of members however their letters are written. */
function asWritten(value: Value): Value {
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isValueObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [properNames.get(key.toLowerCase()) ?? key, asWritten(item)]),
  );
}

const properNames = new Map(
  [
    ...[
      'alarmNames',
      'alarms',
      'assignPublicIp',
      'awsvpcConfiguration',
      'base',
      'bakeTimeInMinutes',
      'capacityProvider',
    ],
    ...[
      'containerName',
      'containerPort',
      'deploymentCircuitBreaker',
      'enable',
      'expression',
      'field',
      'lifecycleHooks',
    ],
    ...[
      'maximumPercent',
      'minimumHealthyPercent',
      'namespace',
      'registryArn',
      'rollback',
      'securityGroups',
      'strategy',
    ],
    ...['subnets', 'targetGroupArn', 'type', 'weight'],
  ].map((name) => [name.toLowerCase(), name]),
);

function unknown(path: Path, top: Path): string {
  return path.length < top.length + 1 ? 'it contains no service' : 'ECS has no such setting';
}
