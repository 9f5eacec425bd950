import { z } from 'zod';

const text = z.string().min(1, 'must not be empty');
/** A number, or a template that becomes one. */
const number = z
  .union([z.number(), z.string().regex(/^\d+$|\{\{/, 'expected a number')])
  .transform((written) => (typeof written === 'string' && /^\d+$/.test(written) ? Number(written) : written));
/** A text in which AWS has a number: `256`, `1 vCPU`. */
const size = z.union([z.number(), text]).transform(String);

const variables = z.array(
  z.strictObject({ name: text.describe('name of the variable'), value: z.string().describe('its value') }),
);
const secrets = z.array(
  z.strictObject({
    name: text.describe('name of the variable'),
    valueFrom: text.describe('ARN of the secret or parameter that ECS reads it from'),
  }),
);

const primaryContainer = z
  .strictObject({
    containerPort: number.describe('port that is served; default of ECS: 80').optional(),
    awsLogsConfiguration: z
      .strictObject({
        logGroup: text.describe('log group of CloudWatch Logs'),
        logStreamPrefix: text.describe('what names of log streams begin with'),
      })
      .describe('where the container logs to')
      .optional(),
    repositoryCredentials: z
      .strictObject({ credentialsParameter: text.describe('ARN of the secret with the login') })
      .describe('login of a private registry')
      .optional(),
    command: z.array(z.string()).describe('command of the container; default: that of the image').optional(),
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
    executionRoleArn: text.describe('role with which ECS pulls the image and writes logs').optional(),
    taskRoleArn: text.describe('role of the application in the container').optional(),
    cpu: size.describe('256, 512, 1024, …').optional(),
    memory: size.describe('512, 1024, 2048, … MiB').optional(),
    cpuArchitecture: z.enum(['X86_64', 'ARM64']).describe('processor of the tasks; default of ECS: X86_64').optional(),
    healthCheckPath: text.describe('path that the load balancer asks').optional(),
    networkConfiguration: z
      .strictObject({
        subnets: z.array(text).describe('ids of the subnets').optional(),
        securityGroups: z.array(text).describe('ids of the security groups').optional(),
      })
      .describe('where the service runs; default of ECS: the default VPC')
      .optional(),
    scalingTarget: z
      .strictObject({
        minTaskCount: number.describe('least number of tasks').optional(),
        maxTaskCount: number.describe('greatest number of tasks').optional(),
        autoScalingMetric: z
          .enum(['AVERAGE_CPU', 'AVERAGE_MEMORY', 'REQUEST_COUNT_PER_TARGET'])
          .describe('what scaling goes by')
          .optional(),
        autoScalingTargetValue: number.describe('value of the metric that scaling keeps to').optional(),
      })
      .describe('how ECS scales the service; default of ECS: 1 to 20 tasks at 60 percent CPU')
      .optional(),
    primaryContainer: primaryContainer.optional(),
    tags: z
      .array(z.strictObject({ key: text.describe('key of the tag'), value: z.string().describe('its value') }))
      .describe('only for a service that is not there yet')
      .optional(),
  })
  .describe('a service of Express Mode: what its API takes, and what is written is sent');
