import { objectIn, textsIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import type { EcsState, Service } from '../state.ts';
import { failDeployment } from './fail-deployment.ts';
import { ongoing } from './service-deployments.ts';

/**
 * Whether a deployment that begins now watches its alarms: one that rings already is what the deployment may be there to
 * mend, and then none is watched for as long as it lasts.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function watchesAlarms(state: EcsState, configuration: WireObject): boolean {
  const alarms = objectIn(configuration, 'alarms');
  return alarms?.enable === true && ringing(state, alarms).length === 0;
}

/** Fails the deployment that goes on if one of its alarms rings. True when it did. */
export function alarmRings(state: EcsState, service: Service): boolean {
  const deployment = ongoing(service);
  const alarms = objectIn(service.deploymentConfiguration, 'alarms');
  if (deployment?.status !== 'IN_PROGRESS' || !deployment.watchesAlarms || alarms?.enable !== true) return false;
  const triggered = ringing(state, alarms);
  if (triggered.length === 0) return false;
  deployment.triggeredAlarms = triggered;
  failDeployment(state, service, {
    cause: 'alarm',
    rollback: alarms.rollback === true,
    reason: `Service deployment rolled back because of CloudWatch alarm(s): ${triggered.join(', ')}.`,
  });
  return true;
}

function ringing(state: EcsState, alarms: WireObject): readonly string[] {
  return (textsIn(alarms, 'alarmNames') ?? []).filter((name) => state.alarms.has(name));
}
