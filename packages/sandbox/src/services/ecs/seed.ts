import { z } from 'zod';
import { behaviourSchema } from './behaviours.ts';
import { timingsSchema } from './timings.ts';

const list = z.array(z.json());
const structure = z.record(z.string(), z.json());
const tags = z.array(z.strictObject({ key: z.string(), value: z.string() })).min(1);

/** A service that already runs when the sandbox starts: what CreateService takes, names apart. */
const serviceSeed = z.strictObject({
  /** `family` or `family:revision` of the `taskDefinitions` of the same region. */
  taskDefinition: z.string(),
  desiredCount: z.int().min(0).default(1),
  deploymentConfiguration: structure.optional(),
  deploymentController: z.strictObject({ type: z.enum(['ECS', 'CODE_DEPLOY', 'EXTERNAL']) }).optional(),
  schedulingStrategy: z.enum(['REPLICA', 'DAEMON']).optional(),
  launchType: z.enum(['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']).optional(),
  capacityProviderStrategy: list.optional(),
  platformVersion: z.string().optional(),
  loadBalancers: list.optional(),
  serviceRegistries: list.optional(),
  networkConfiguration: structure.optional(),
  placementConstraints: list.optional(),
  placementStrategy: list.optional(),
  healthCheckGracePeriodSeconds: z.int().min(0).optional(),
  availabilityZoneRebalancing: z.enum(['ENABLED', 'DISABLED']).optional(),
  enableECSManagedTags: z.boolean().optional(),
  enableExecuteCommand: z.boolean().optional(),
  propagateTags: z.enum(['NONE', 'SERVICE', 'TASK_DEFINITION']).optional(),
  serviceConnectConfiguration: structure.optional(),
  volumeConfigurations: list.optional(),
  vpcLatticeConfigurations: list.optional(),
  tags: tags.optional(),
});

const clusterSeed = z.strictObject({
  services: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/), serviceSeed).default({}),
  /** Services of Express Mode: what CreateExpressGatewayService takes, names apart. */
  expressServices: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/), z.looseObject({ infrastructureRoleArn: z.string() }))
    .default({}),
  tags: tags.optional(),
});

/** The members of a region's seed that ECS reads; spread them into the schema of a region. */
export const ecsSeedShape = {
  clusters: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/), clusterSeed).default({}),
  /** Requests to RegisterTaskDefinition, in the order they are registered. `{{registry}}` stands for the region's registry host. */
  taskDefinitions: z
    .array(z.looseObject({ family: z.string(), containerDefinitions: z.array(structure).min(1) }))
    .default([]),
  /** Scripted tasks; they begin to count once the seeded services run. */
  behaviours: z.array(behaviourSchema).default([]),
  timings: timingsSchema.prefault({}),
  /** Whether ECS throttles as documented. */
  throttling: z.boolean().default(false),
  /** Whether ACTIVE deployments stand before the PRIMARY in `deployments`. */
  activeDeploymentsFirst: z.boolean().default(false),
  /** CloudWatch log groups that exist. Absent: every group does. */
  logGroups: z.array(z.string()).optional(),
  /** Log groups that action logs are delivered to, by cluster. */
  actionLogs: z.record(z.string(), z.string()).default({}),
};

/** ECS's part of a region's seed. */
export const ecsSeedSchema = z.strictObject(ecsSeedShape);

export type EcsSeed = z.output<typeof ecsSeedSchema>;
export type EcsSeedInput = z.input<typeof ecsSeedSchema>;
