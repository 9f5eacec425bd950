import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');
/** A number, or a template that becomes one. */
const number = z
  .union([z.number(), z.string().regex(/^\d+$|\{\{/, 'expected a number')])
  .transform((written) => (typeof written === 'string' && /^\d+$/.test(written) ? Number(written) : written));
/** A text in which AWS has a number: `256`, `1 vCPU`. */
const size = z.union([z.number(), text]).transform(String);

const variables = z.array(z.strictObject({ name: text, value: z.string() }));
const secrets = z.array(z.strictObject({ name: text, valueFrom: text }));

const primaryContainer = z
  .strictObject({
    containerPort: number.describe('port that is served; default of ECS: 80').optional(),
    awsLogsConfiguration: z.strictObject({ logGroup: text, logStreamPrefix: text }).optional(),
    repositoryCredentials: z.strictObject({ credentialsParameter: text }).optional(),
    command: z.array(z.string()).optional(),
    environment: variables.describe('all variables of the container; default: those that it has').optional(),
    secrets: secrets.describe('all secrets of the container; default: those that it has').optional(),
  })
  .describe('the container Main, its image apart: that is the image of the service');

/**
 * Schema of `ecs.express`: what CreateExpressGatewayService and UpdateExpressGatewayService take, by their names.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateExpressGatewayService.html
 */
export const expressOptions = z
  .strictObject({
    infrastructureRoleArn: text
      .describe('role with which ECS makes the load balancer and the rest; only for a service that is not there yet')
      .optional(),
    executionRoleArn: text.optional(),
    taskRoleArn: text.optional(),
    cpu: size.describe('256, 512, 1024, …').optional(),
    memory: size.describe('512, 1024, 2048, … MiB').optional(),
    cpuArchitecture: z.enum(['X86_64', 'ARM64']).optional(),
    healthCheckPath: text.optional(),
    networkConfiguration: z
      .strictObject({ subnets: z.array(text).optional(), securityGroups: z.array(text).optional() })
      .optional(),
    scalingTarget: z
      .strictObject({
        minTaskCount: number.optional(),
        maxTaskCount: number.optional(),
        autoScalingMetric: z.enum(['AVERAGE_CPU', 'AVERAGE_MEMORY', 'REQUEST_COUNT_PER_TARGET']).optional(),
        autoScalingTargetValue: number.optional(),
      })
      .describe('how ECS scales the service; default of ECS: 1 to 20 tasks at 60 percent CPU')
      .optional(),
    primaryContainer: primaryContainer.optional(),
    tags: z
      .array(z.strictObject({ key: text, value: z.string() }))
      .describe('only for a service that is not there yet')
      .optional(),
  })
  .describe('a service of Express Mode: what its API takes, and what is written is sent');
