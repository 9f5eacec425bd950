import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '../src/index.ts';

/** Which environment a client is made from; see `Sandbox.environment`. */
export type Who = Parameters<Sandbox['environment']>[0];

export function stsClient(sandbox: Sandbox, who?: Who): STSClient {
  return new STSClient(configOf(sandbox.environment(who)));
}

export function ecrClient(sandbox: Sandbox, who?: Who): ECRClient {
  return new ECRClient(configOf(sandbox.environment(who)));
}

export function ecsClient(sandbox: Sandbox, who?: Who): ECSClient {
  return new ECSClient(configOf(sandbox.environment(who)));
}

export function autoscalingClient(sandbox: Sandbox, who?: Who): ApplicationAutoScalingClient {
  return new ApplicationAutoScalingClient(configOf(sandbox.environment(who)));
}

export function cloudFormationClient(sandbox: Sandbox, who?: Who): CloudFormationClient {
  return new CloudFormationClient(configOf(sandbox.environment(who)));
}

export function eventsClient(sandbox: Sandbox, who?: Who): EventBridgeClient {
  return new EventBridgeClient(configOf(sandbox.environment(who)));
}

export function schedulerClient(sandbox: Sandbox, who?: Who): SchedulerClient {
  return new SchedulerClient(configOf(sandbox.environment(who)));
}

export function iamClient(sandbox: Sandbox, who?: Who): IAMClient {
  return new IAMClient(configOf(sandbox.environment(who)));
}

export function loadBalancingClient(sandbox: Sandbox, who?: Who): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client(configOf(sandbox.environment(who)));
}

export function s3Client(sandbox: Sandbox, who?: Who): S3Client {
  return new S3Client(configOf(sandbox.environment(who)));
}

export function secretsClient(sandbox: Sandbox, who?: Who): SecretsManagerClient {
  return new SecretsManagerClient(configOf(sandbox.environment(who)));
}

export function ssmClient(sandbox: Sandbox, who?: Who): SSMClient {
  return new SSMClient(configOf(sandbox.environment(who)));
}

/** What an SDK client is constructed with, from the variables it would read itself. One attempt: what fails is seen. */
export function configOf(env: Readonly<Record<string, string>>) {
  const { AWS_ENDPOINT_URL = '', AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = env;
  const sessionToken = env.AWS_SESSION_TOKEN;
  return {
    endpoint: AWS_ENDPOINT_URL,
    region: AWS_REGION,
    maxAttempts: 1,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}

/** What is worth comparing of an SDK's error: code, text and HTTP status. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason as { name: string; message: string; $metadata?: { httpStatusCode?: number } },
  );
  if (error === null) throw new Error('the call went well');
  return { code: error.name, message: error.message, status: error.$metadata?.httpStatusCode ?? 0 };
}
