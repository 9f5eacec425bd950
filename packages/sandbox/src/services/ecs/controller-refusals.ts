import { objectIn } from '../../model/input.ts';
import type { WireObject } from '../../model/service.ts';
import { invalidParameter } from './faults.ts';
import type { Service } from './state.ts';

const codeDeploy =
  'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';
const external = 'on services with an EXTERNAL deployment controller. Use CreateTaskSet to trigger a new deployment.';

const subjects: readonly (readonly [member: string, words: string])[] = [
  ['taskDefinition', 'Unable to update task definition'],
  ['networkConfiguration', 'Unable to update network parameters'],
  ['platformVersion', 'Unable to update platform version'],
  ['loadBalancers', 'Unable to update load balancers'],
  ['serviceRegistries', 'Unable to update service registries'],
  ['capacityProviderStrategy', 'Unable to update capacity provider strategy'],
  ['serviceConnectConfiguration', 'Unable to update service connect configuration'],
  ['volumeConfigurations', 'Unable to update volume configurations'],
];

/** Refuses what UpdateService may not change of a service of Express Mode: its strategy and its load balancers. */
export function refuseForExpress(service: Service, input: WireObject): void {
  if (service.express === null) return;
  const strategy = objectIn(input, 'deploymentConfiguration')?.strategy ?? 'CANARY';
  if (strategy !== 'CANARY' || input.loadBalancers != null) {
    throw invalidParameter('The deployment strategy and load balancers of an Express Mode service cannot be changed.');
  }
}

/**
 * Refuses what UpdateService may not change under another deployment controller than ECS.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function refuseForController(service: Service, input: WireObject): void {
  if (service.controller === 'ECS') return;
  const where = service.controller === 'CODE_DEPLOY' ? codeDeploy : external;
  for (const [member, words] of subjects) {
    if (input[member] !== undefined && input[member] !== null) throw invalidParameter(`${words} ${where}`);
  }
  if (input.forceNewDeployment === true) throw invalidParameter(`Cannot force a new deployment ${where}`);
  if (service.controller === 'EXTERNAL' && input.deploymentConfiguration != null) {
    throw invalidParameter(`Unable to update deployment configuration ${external}`);
  }
}
