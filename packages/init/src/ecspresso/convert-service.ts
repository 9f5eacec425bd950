import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { isValueObject, noted, type Value, type ValueObject } from '../model/value.ts';
import type { Why } from '../text/ledger.ts';
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
    else if (settingNames.has(key) && isEmpty(value)) ledger.leave(path, { reason: 'it has no value' });
    else if (settingNames.has(key)) {
      const converted = withoutEmpty(asWritten(carrier.value(path)));
      for (const { at, why } of unfit(value, path)) ledger.leave(at, why);
      settings[key] =
        key === 'desiredCount' ? noted(converted, 'Leave it out where something else scales the service.') : converted;
    }
  }
  return { settings, left: ledger.close((path) => ({ reason: unknown(path, top) })) };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}

/** Members that are lists, which one template is not. */
const lists = new Set(['subnets', 'securityGroups', 'alarmNames']);

/** What of a setting says nothing, or says what is a list as one text. */
function unfit(value: Json, at: Path): readonly { readonly at: Path; readonly why: Why }[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => unfit(item, [...at, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item = null]) => {
    const path = [...at, key];
    if (isEmpty(item)) return [{ at: path, why: { reason: 'it has no value' } }];
    if (lists.has(key) && typeof item === 'string')
      return [
        {
          at: path,
          why: { reason: 'a list is needed, and a template is one value', instead: 'write a list of templates' },
        },
      ];
    return unfit(item, path);
  });
}

function withoutEmpty(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isValueObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      isEmpty(item) || (lists.has(key) && typeof item === 'string') ? [] : [[key, withoutEmpty(item)]],
    ),
  );
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
  return path.length < top.length + 1 ? 'it is no part of a service' : 'ECS has no such setting';
}
