import { denialText } from '../../identity/check-permission.ts';
import { AwsFault, type Call } from '../../model/service.ts';

export const clientFault = (message: string): AwsFault => new AwsFault('ClientException', message);
export const invalidParameter = (message: string): AwsFault => new AwsFault('InvalidParameterException', message);
/** A refusal for want of a permission beside the operation's own. */
export const accessDenied = ({ callerArn }: Pick<Call, 'callerArn'>, action: string, resource: string): AwsFault =>
  new AwsFault('AccessDeniedException', denialText(callerArn, { action, resource }));
export const clusterNotFound = (): AwsFault => new AwsFault('ClusterNotFoundException', 'Cluster not found.');
export const serviceNotFound = (): AwsFault => new AwsFault('ServiceNotFoundException', 'Service not found.');
export const serviceNotActive = (): AwsFault => new AwsFault('ServiceNotActiveException', 'Service was not ACTIVE.');
export const unknownTaskDefinition = (): AwsFault => clientFault('Unable to describe task definition.');
export const serviceDeploymentNotFound = (): AwsFault =>
  new AwsFault('ServiceDeploymentNotFoundException', 'Service deployment not found.');
