import type { JsonObject } from '@funade/core';
import { settingsChange } from '../service/service-settings.ts';

/** What a service revision fixes beside the task definition: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html */
const fixed = [
  'launchType',
  'capacityProviderStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'monitoring',
  'gatewayConnectors',
];

/** Names of the settings in which two service revisions (raw JSON) differ. How many tasks there are is none of them. */
export function differentSettings(one: JsonObject, other: JsonObject): readonly string[] {
  return fixed.filter(
    (name) => differs(pick(one, name), pick(other, name)) || differs(pick(other, name), pick(one, name)),
  );
}

function differs(written: JsonObject, running: JsonObject): boolean {
  const change = settingsChange(written, running);
  return Object.keys(change.send).length > 0 || change.fixed.length > 0;
}

function pick(revision: JsonObject, name: string): JsonObject {
  const value = revision[name];
  return value === undefined || value === null ? {} : { [name]: value };
}
