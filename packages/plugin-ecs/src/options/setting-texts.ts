import type { serviceShape } from '../shapes/service-shape.ts';

/** What each setting of a service is, for the JSON Schema and the reference. */
export const settingTexts: Readonly<Record<keyof typeof serviceShape, string>> = {
  availabilityZoneRebalancing: 'whether ECS moves tasks to keep zones balanced: ENABLED or DISABLED',
  capacityProviderStrategy:
    'which capacity providers run the tasks, in which proportion; an alternative to launchType, never beside it',
  deploymentConfiguration:
    'how ECS deploys: circuit breaker, alarms, healthy percentages, strategy, lifecycle hooks; members that are not written stay as they are',
  deploymentController:
    'who deploys: { type: "ECS" }; a service with CODE_DEPLOY or EXTERNAL cannot be deployed by Funade',
  desiredCount: 'how many tasks the service runs; leave it out where something else sets the count',
  enableECSManagedTags: 'whether ECS tags tasks with the cluster and the service',
  enableExecuteCommand: 'whether commands may be run in the containers with ECS Exec',
  gatewayConnectors: 'gateway connectors of the service, as UpdateService accepts them',
  healthCheckGracePeriodSeconds: 'how long failing health checks of a load balancer are ignored after a task starts',
  launchType:
    'FARGATE, EC2 or EXTERNAL; only for a service that is created; an alternative to capacityProviderStrategy',
  loadBalancers: 'target groups and the containers and ports that they reach',
  monitoring: 'which metrics of the service ECS publishes, and how often',
  networkConfiguration: 'subnets, security groups and public address of the tasks (awsvpcConfiguration)',
  placementConstraints: 'where tasks may be placed, on EC2 instances',
  placementStrategy: 'how tasks are spread or packed, on EC2 instances',
  platformVersion: 'platform version of Fargate, such as LATEST or 1.4.0',
  propagateTags: 'where tasks take their tags from: TASK_DEFINITION, SERVICE or NONE',
  role: 'role that registers tasks with a Classic Load Balancer; only for a service that is created, and not beside awsvpc networking',
  schedulingStrategy: 'REPLICA or DAEMON; only for a service that is created',
  serviceConnectConfiguration: 'names under which services reach each other through Service Connect',
  serviceRegistries: 'registries of AWS Cloud Map that the tasks are registered in',
  tags: 'tags of the service; only for a service that is created',
  volumeConfigurations: 'EBS volumes that are configured at launch',
  vpcLatticeConfigurations: 'target groups of VPC Lattice',
};
