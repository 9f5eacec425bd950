import { resourceName } from '@funade/aws';
import type { PermissionsRequest } from '@funade/core';
import { secretPlace } from '../verify/secret-place.ts';

/** Where ARNs are of. */
export type ArnPlace = Pick<PermissionsRequest, 'partition' | 'environment'>;

/** `arn:aws:ecs:eu-west-1:111111111111:service/shop/api` of `service/shop/api`. */
export function ecsArn({ partition, environment: { account, region } }: ArnPlace, resource: string): string {
  return `arn:${partition}:ecs:${region}:${account}:${resource}`;
}

/** The ARN of a cluster that may be written by its name. */
export function clusterArnOf(place: ArnPlace, cluster: string): string {
  return cluster.startsWith('arn:') ? cluster : ecsArn(place, `cluster/${cluster}`);
}

/** The ARNs that calls about a service are about. */
export function serviceArns(
  place: ArnPlace,
  { cluster, service }: { readonly cluster: string; readonly service: string },
): Readonly<Record<'service' | 'deployments' | 'revisions' | 'tasks' | 'cluster', string>> {
  const name = resourceName(cluster);
  const within = `${name}/${resourceName(service)}`;
  return {
    cluster: clusterArnOf(place, cluster),
    service: ecsArn(place, `service/${within}`),
    deployments: ecsArn(place, `service-deployment/${within}/*`),
    revisions: ecsArn(place, `service-revision/${within}/*`),
    tasks: ecsArn(place, `task/${name}/*`),
  };
}

/** Every revision of families. */
export function familyArns(place: ArnPlace, families: readonly string[]): readonly string[] {
  return families.map((family) => ecsArn(place, `task-definition/${family}:*`));
}

/** The ARN of a role that may be written by its name. */
export function roleArnOf({ partition, environment }: ArnPlace, role: string): string {
  return role.startsWith('arn:') ? role : `arn:${partition}:iam::${environment.account}:role/${role}`;
}

/** A log group, and what is in it. */
export function logGroupArns(
  { partition, environment }: ArnPlace,
  { group, region }: { readonly group: string; readonly region: string | null },
): readonly string[] {
  const arn = `arn:${partition}:logs:${region ?? environment.region}:${environment.account}:log-group:${group}`;
  return [arn, `${arn}:*`];
}

/** What a `valueFrom` points to, as policies name it: the end of a secret's ARN may be left out where it is used. */
export function secretArnOf(
  { partition, environment }: ArnPlace,
  valueFrom: string,
): { readonly type: 'parameter' | 'secret'; readonly arn: string } {
  const place = secretPlace(valueFrom);
  if (place.type === 'secret') {
    return { type: 'secret', arn: /-[A-Za-z0-9]{6}$/.test(place.arn) ? place.arn : `${place.arn}-??????` };
  }
  if (place.name.startsWith('arn:')) return { type: 'parameter', arn: place.name };
  const { account, region } = environment;
  const name = place.name.replace(/^\//, '').replace(/:[^:/]+$/, '');
  return { type: 'parameter', arn: `arn:${partition}:ssm:${region}:${account}:parameter/${name}` };
}
