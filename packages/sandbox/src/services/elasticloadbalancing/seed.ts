import { z } from 'zod';

/** A target group. */
export const targetGroupSchema = z.strictObject({
  /** The end of its ARN, `…:targetgroup/<name>/<id>`. Default: sixteen digits made from the name. */
  id: z
    .string()
    .regex(/^[0-9a-f]{1,16}$/)
    .optional(),
  protocol: z.enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP']).default('HTTP'),
  port: z.int().min(1).max(65_535).default(80),
  targetType: z.enum(['instance', 'ip', 'lambda', 'alb']).default('ip'),
  /** Seconds that a target drains; ECS goes by it too. */
  deregistrationDelay: z.int().min(0).max(3600).default(300),
  healthCheck: z
    .strictObject({
      path: z.string().default('/'),
      /** Seconds. */
      interval: z.int().min(5).max(300).default(30),
      /** Seconds. */
      timeout: z.int().min(2).max(120).default(5),
      healthyThreshold: z.int().min(2).max(10).default(5),
      unhealthyThreshold: z.int().min(2).max(10).default(2),
      matcher: z.string().default('200'),
    })
    .prefault({}),
  /** Attributes besides, by key. */
  attributes: z.record(z.string(), z.string()).default({}),
  /** ARNs of the load balancers that use it. */
  loadBalancers: z.array(z.string()).default([]),
});

/** The target groups of a region, by name. */
export const targetGroupsSchema = z
  .record(
    z.string().regex(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/, 'a target group is named like shop-api'),
    targetGroupSchema.prefault({}),
  )
  .default({});

export type TargetGroupSeed = z.output<typeof targetGroupSchema>;
export type TargetGroupInput = z.input<typeof targetGroupSchema>;
