import { isJsonObject, type Json, type JsonObject, sameJson } from '@funade/core';
import { withPlainNumbers } from '../model/plain-numbers.ts';
import { primaryIn } from '../model/revision-settings.ts';

/** Settings whose change starts a deployment: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
const startsDeployment: ReadonlySet<string> = new Set([
  'networkConfiguration',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  // Its change must force one; see `mustForce`.
  'capacityProviderStrategy',
  // They are members of the service revision, and that is made by a deployment.
  'monitoring',
  'gatewayConnectors',
]);

/** Settings that CreateService takes and UpdateService does not. */
const creationSettings: readonly string[] = ['launchType', 'role', 'schedulingStrategy', 'tags'];

/** Those of them that DescribeServices answers as they were written. */
const comparable: readonly string[] = ['launchType', 'schedulingStrategy'];

/** Settings that DescribeServices answers with the deployments. */
const ofDeployment: readonly string[] = [
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
];

/**
 * Settings that mean the same as what ECS answers when nobody wrote them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
 */
const absent: Readonly<Record<string, Json>> = {
  propagateTags: 'NONE',
  enableECSManagedTags: false,
  enableExecuteCommand: false,
  healthCheckGracePeriodSeconds: 0,
  schedulingStrategy: 'REPLICA',
  // The default of CreateService is another, but that one is answered.
  availabilityZoneRebalancing: 'DISABLED',
  platformVersion: 'LATEST',
  deploymentController: { type: 'ECS' },
};

/** What differs between written and running settings. */
export interface SettingsChange {
  /** What UpdateService is to be sent: for each written setting that differs, the running one with the written laid over. */
  readonly send: JsonObject;
  /** The running values of the same settings; those that had none are not there. */
  readonly before: JsonObject;
  /** What rolls them back: the running values, and empty lists where there was no list. */
  readonly back: JsonObject;
  /** Settings that differ and that only CreateService takes. */
  readonly fixed: readonly string[];
  /** Whether ECS starts a deployment for them. */
  readonly startsDeployment: boolean;
}

/**
 * Compares the written settings with what runs. A structure counts as equal when every member that is written is; what
 * nobody wrote does not change: a structure is sent whole, with the members that run.
 */
export function settingsChange(written: JsonObject, running: JsonObject): SettingsChange {
  const names = Object.keys(written).filter((name) => {
    const value = written[name];
    return value !== undefined && value !== null && !settingHolds(name, running[name] ?? absent[name] ?? null, value);
  });
  const sendable = names.filter((name) => !creationSettings.includes(name));
  const pick = (value: (name: string) => Json | undefined): JsonObject =>
    Object.fromEntries(sendable.flatMap((name) => (value(name) === undefined ? [] : [[name, value(name)]])));
  return {
    send: pick((name) => laidOver(running[name] ?? null, written[name] ?? null)),
    before: pick((name) => running[name]),
    back: pick((name) => running[name] ?? emptyOf(written[name])),
    fixed: names.filter((name) => comparable.includes(name)),
    startsDeployment: sendable.some((name) => startsDeployment.has(name)),
  };
}

/**
 * Whether UpdateService is refused with these settings unless it forces a deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function mustForce(settings: JsonObject): boolean {
  return settings.capacityProviderStrategy !== undefined;
}

/** What a service of an answer (raw JSON) has for the written settings; those that it has not are not there. */
export function runningSettings(written: JsonObject, service: JsonObject): JsonObject {
  const primary = primaryIn(service);
  return Object.fromEntries(
    Object.keys(written).flatMap((name) => {
      const value = (ofDeployment.includes(name) ? primary : service)[name];
      return value === undefined || value === null ? [] : [[name, withPlainNumbers(value)]];
    }),
  );
}

/** Whether what runs already is as written. */
export function settingsHold(written: JsonObject, running: JsonObject): boolean {
  return Object.keys(settingsChange(written, running).send).length === 0;
}

/**
 * Lists whose order means something: strategies are applied one after the other.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html
 */
const ordered: readonly string[] = ['placementStrategy'];

function settingHolds(name: string, running: Json, written: Json): boolean {
  if (!ordered.includes(name) || !Array.isArray(written) || !Array.isArray(running)) return holds(running, written);
  const items = running as readonly Json[];
  return items.length === written.length && written.every((item: Json, index) => holds(items[index] ?? null, item));
}

/** An absent value is an empty list; ECS keeps no order in the other lists of a service. */
function holds(running: Json, written: Json): boolean {
  if (Array.isArray(written)) {
    const rest = Array.isArray(running) ? [...(running as readonly Json[])] : running === null ? [] : null;
    if (rest === null || rest.length !== written.length) return false;
    return written.every((item: Json) => {
      const index = rest.findIndex((candidate) => holds(candidate, item));
      if (index >= 0) rest.splice(index, 1);
      return index >= 0;
    });
  }
  if (isJsonObject(written)) {
    return (
      isJsonObject(running) &&
      Object.entries(written).every(([key, value]) => value === undefined || holds(running[key] ?? null, value))
    );
  }
  return sameJson(running, written);
}

/** Members that tell the items of a list apart. */
const identities: readonly string[] = ['targetGroupArn', 'capacityProvider', 'registryArn', 'portName', 'name'];

function laidOver(running: Json, written: Json): Json {
  if (Array.isArray(written) && Array.isArray(running)) {
    return written.map((item: Json) => laidOver(sameItem(item, { running, written }), item));
  }
  if (!isJsonObject(written) || !isJsonObject(running)) return written;
  const result = new Map<string, Json | undefined>(Object.entries(running));
  for (const [key, value] of Object.entries(written)) {
    if (value !== undefined) result.set(key, laidOver(running[key] ?? null, value));
  }
  return Object.fromEntries(result);
}

/** The one running item that a written item stands for; null when there is none, or which one is not sure. */
function sameItem(
  item: Json,
  { running, written }: { readonly running: readonly Json[]; readonly written: readonly Json[] },
): Json {
  if (!isJsonObject(item)) return null;
  const identity = identities.find((name) => typeof item[name] === 'string');
  if (identity === undefined) return null;
  const same = (other: Json): boolean => isJsonObject(other) && other[identity] === item[identity];
  const [found = null, ...more] = running.filter(same);
  return more.length > 0 || written.filter(same).length > 1 ? null : found;
}

/** What takes a setting away again that was not there before. */
function emptyOf(written: Json | undefined): Json | undefined {
  return Array.isArray(written) ? [] : undefined;
}
