import { isJsonObject, type Json, type JsonObject } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import { answerOnlySettings, settingNames } from '../text/service-settings.ts';
import { literalValue } from './escape-templates.ts';
import type { LiveService } from './live-facts.ts';
import { objectsOf } from './read-ecs.ts';

/** What a service says of itself as settings, and what of it is none. */
export interface LiveSettings {
  readonly settings: ValueObject;
  readonly left: readonly LeftOut[];
}

/** Settings that an answer has with the primary deployment. */
const ofDeployment = ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'];
/** Settings that only the service revision has. */
const ofRevision = ['monitoring', 'gatewayConnectors'];

/** What ECS answers where nobody wrote anything, and what a config need not say therefore. */
const usual: Readonly<Record<string, Json>> = {
  propagateTags: 'NONE',
  enableECSManagedTags: false,
  enableExecuteCommand: false,
  healthCheckGracePeriodSeconds: 0,
  schedulingStrategy: 'REPLICA',
  platformVersion: 'LATEST',
};

/** Members of an answer that say how it stands, and nothing that could be set. */
const standing = new Set(['desiredCount', 'launchType', ...ofDeployment]);

/** The settings of a service that runs: those that are not what ECS takes by itself. Touches nothing. */
export function liveSettings({ service, revision, scaling }: LiveService, place: string): LiveSettings {
  const primary = objectsOf(service.deployments).find(({ status }) => status === 'PRIMARY') ?? {};
  const said: Record<string, Json | undefined> = {};
  for (const name of settingNames) {
    said[name] = ofDeployment.includes(name)
      ? (primary[name] ?? revision?.[name])
      : ofRevision.includes(name)
        ? revision?.[name]
        : service[name];
  }
  const settings: Record<string, Value> = { ...countOf(service, scaling) };
  const strategy = objectsOf(said.capacityProviderStrategy);
  if (typeof said.launchType === 'string' && strategy.length === 0) settings.launchType = said.launchType;
  for (const [name, value] of Object.entries(said)) {
    if (name === 'desiredCount' || name === 'launchType' || name === 'role' || name === 'deploymentController')
      continue;
    // An answer has it for a daemon, which cannot be given it.
    if (name === 'availabilityZoneRebalancing' && service.schedulingStrategy === 'DAEMON') continue;
    const kept = keptSetting(name, value);
    if (kept !== null) settings[name] = literalValue(kept);
  }
  return { settings, left: unknownMembers(service, place) };
}

function countOf(service: JsonObject, scaling: JsonObject | null): ValueObject {
  if (service.schedulingStrategy === 'DAEMON') return {};
  const count = typeof service.desiredCount === 'number' ? service.desiredCount : 1;
  if (scaling === null) return { desiredCount: noted(count, 'Leave it out where something else scales the service.') };
  return {
    desiredCount: noted(
      count,
      'For its creation alone: Application Auto Scaling keeps the count. Its policies are left as they are.',
    ),
    autoscaling: literalValue(scaling),
  };
}

function keptSetting(name: string, value: Json | undefined): Json | null {
  if (value === undefined || value === null || value === usual[name]) return null;
  if (name === 'tags') return ownTags(value);
  if (name === 'deploymentConfiguration' && isJsonObject(value)) return deploymentConfiguration(value);
  const kept = withoutNothing(value);
  return kept === null || (isJsonObject(kept) && kept.enabled === false && Object.keys(kept).length === 1)
    ? null
    : kept;
}

/** Tags that AWS itself sets are none that anybody may write. */
function ownTags(value: Json): Json | null {
  const tags = objectsOf(value).filter(({ key }) => !String(key).startsWith('aws:'));
  return tags.length === 0 ? null : tags;
}

/** Without what ECS takes by itself, so that what somebody decided is seen. */
function deploymentConfiguration(value: JsonObject): Json | null {
  const {
    deploymentCircuitBreaker,
    alarms,
    strategy,
    maximumPercent,
    minimumHealthyPercent,
    bakeTimeInMinutes,
    ...rest
  } = value;
  const breaker = isJsonObject(deploymentCircuitBreaker) ? deploymentCircuitBreaker : {};
  const watched = isJsonObject(alarms) ? alarms : {};
  const hasBreaker = breaker.enable === true || breaker.rollback === true;
  const hasAlarms = watched.enable === true || objectsLength(watched.alarmNames) > 0;
  const rolling = strategy === undefined || strategy === 'ROLLING';
  return withoutNothing({
    ...(rolling ? {} : { strategy }),
    ...(hasBreaker ? { deploymentCircuitBreaker } : {}),
    ...(hasAlarms ? { alarms } : {}),
    ...(maximumPercent === 200 ? {} : { maximumPercent }),
    ...(minimumHealthyPercent === 100 ? {} : { minimumHealthyPercent }),
    ...(bakeTimeInMinutes === 0 ? {} : { bakeTimeInMinutes }),
    ...rest,
  });
}

function objectsLength(value: Json | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}

/** A value without members that are absent or empty; null where nothing is left. */
function withoutNothing(value: Json): Json | null {
  if (Array.isArray(value)) {
    const items = value.flatMap((item: Json) => withoutNothing(item) ?? []);
    return items.length === 0 ? null : items;
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const kept = item === undefined ? null : withoutNothing(item);
    return kept === null ? [] : [[key, kept]];
  });
  return members.length === 0 ? null : Object.fromEntries(members);
}

/** Members that neither are settings nor say how the service stands: newer than this package. */
function unknownMembers(service: JsonObject, place: string): readonly LeftOut[] {
  return Object.keys(service)
    .filter((name) => !settingNames.has(name) && !answerOnlySettings.has(name) && !standing.has(name))
    .map((name) => ({
      place,
      what: name,
      reason: 'this version does not know it as a setting; a deploy leaves it as it is',
    }));
}
