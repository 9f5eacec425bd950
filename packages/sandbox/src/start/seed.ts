import { z } from 'zod';
import { permissionsSchema } from '../identity/permissions-schema.ts';
import { SeedError } from '../model/seed-fault.ts';
import { scalableTargetsSchema } from '../services/application-autoscaling/index.ts';
import { stacksSchema } from '../services/cloudformation/index.ts';
import { repositorySchema } from '../services/ecr/seed.ts';
import { ecsSeedShape } from '../services/ecs/index.ts';
import { targetGroupsSchema } from '../services/elasticloadbalancing/index.ts';
import { rulesSchema } from '../services/events/index.ts';
import { bucketsSchema } from '../services/s3/index.ts';
import { schedulesSchema } from '../services/scheduler/index.ts';
import { secretsSchema } from '../services/secretsmanager/index.ts';
import { parametersSchema } from '../services/ssm/index.ts';

const account = z.string().regex(/^\d{12}$/, 'an account is 12 digits');
const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region looks like eu-west-1');
const permissions = permissionsSchema.prefault({});

const userSchema = z.strictObject({
  keys: z.strictObject({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(16) }).optional(),
  permissions,
});

const trustSchema = z.strictObject({
  /** `iss` of the tokens that are taken. Default: the sandbox's own issuer. */
  issuer: z.string().optional(),
  /** `aud`, or several. */
  audience: z.union([z.string(), z.array(z.string())]).default('sts.amazonaws.com'),
  /** Patterns for `sub`: `*` and `?` stand for characters, letter case counts. */
  subjects: z.array(z.string()).default([]),
  operator: z.enum(['StringLike', 'StringEquals']).default('StringLike'),
  /** ARNs that may AssumeRole; `arn:aws:iam::<account>:root` or `<account>` is everybody there, `*` everybody. */
  principals: z.array(z.string()).default([]),
  /** AWS services that may, such as `ecs-tasks.amazonaws.com`. */
  services: z.array(z.string()).default([]),
});

const roleSchema = z.strictObject({
  trust: trustSchema.prefault({}),
  permissions,
  /** Seconds, 3600 to 43200. */
  maxSessionDuration: z.int().min(3600).max(43_200).default(3600),
});

const repositoryName = z.string().regex(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/);

const regionSchema = z.strictObject({
  repositories: z.record(repositoryName, repositorySchema).default({}),
  /** Parameter Store. */
  parameters: parametersSchema,
  /** Secrets Manager. */
  secrets: secretsSchema,
  /** CloudFormation. */
  stacks: stacksSchema,
  /** S3. */
  buckets: bucketsSchema,
  /** Elastic Load Balancing. */
  targetGroups: targetGroupsSchema,
  /** Rules of EventBridge. */
  rules: rulesSchema,
  /** EventBridge Scheduler. */
  schedules: schedulesSchema,
  /** Application Auto Scaling. */
  scalableTargets: scalableTargetsSchema,
  ...ecsSeedShape,
});

const accountSchema = z.strictObject({
  users: z.record(z.string(), userSchema).default({}),
  roles: z.record(z.string(), roleSchema).default({}),
  regions: z.record(region, regionSchema.prefault({})).default({}),
});

/** What a sandbox starts with. */
export const seedSchema = z.strictObject({
  /** `iss` of the tokens that the sandbox itself signs. Default: `http://127.0.0.1:<port>/oidc`. */
  issuer: z.url().optional(),
  /** Further issuers STS knows, with their public keys. */
  issuers: z.record(z.string(), z.object({ keys: z.array(z.record(z.string(), z.unknown())) })).default({}),
  accounts: z.record(account, accountSchema),
});

/** A seed as people write it, defaults left out. */
export type Seed = z.input<typeof seedSchema>;
/** A seed with everything filled in. */
export type ParsedSeed = z.output<typeof seedSchema>;

/** What a sandbox starts with when nobody says otherwise. */
export const defaultSeed: Seed = { accounts: { '111111111111': { regions: { 'us-east-1': {} } } } };

/** Reads a seed; throws an Error that lists every mistake with its path. */
export function parseSeed(seed: unknown): ParsedSeed {
  const result = seedSchema.safeParse(seed);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'the seed'}: ${message}`,
  );
  throw new SeedError(z.prettifyError(result.error), problems);
}
