import { type Environment, partitionOf } from '@funade/core/author';

/** Where a schedule stands. */
export interface SchedulePlace {
  readonly group: string;
  readonly name: string;
}

/** `shop/nightly` is `nightly` of the group `shop`; a name alone stands in the group `default`. */
export function parsePlace(text: string): SchedulePlace {
  const [first = '', name] = text.split('/');
  return name === undefined ? { group: 'default', name: first } : { group: first, name };
}

export function placeText({ group, name }: SchedulePlace): string {
  return group === 'default' ? name : `${group}/${name}`;
}

/** Whose schedules are named. */
export interface Named {
  readonly project: string;
  readonly environment: Pick<Environment, 'name'>;
}

/** What the names begin with that we give to schedules. */
export function namePrefix({ project, environment }: Named): string {
  return `${project}.${environment.name}.`;
}

/** The place of a schedule of the config that names none. */
export function ownPlace(named: Named, service: string, key: string): SchedulePlace {
  return { group: 'default', name: `${namePrefix(named)}${service}.${key}` };
}

/** What a name of ours stands for among the schedules of a service, which have no dot in their names; null: it is none of them. */
export function keyOfOwnName(named: Named, service: string, name: string): string | null {
  const prefix = `${namePrefix(named)}${service}.`;
  const key = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return key === '' || key.includes('.') ? null : key;
}

/** Whether EventBridge Scheduler takes a name. */
export function isScheduleName(name: string): boolean {
  return /^[0-9a-zA-Z\-_.]{1,64}$/.test(name);
}

/** `arn:aws:ecs:eu-west-1:111111111111:cluster/shop` of a name; an ARN stays as it is. */
export function clusterArn(cluster: string, environment: Pick<Environment, 'account' | 'region'>): string {
  if (cluster.startsWith('arn:')) return cluster;
  return `arn:${partitionOf(environment.region)}:ecs:${environment.region}:${environment.account}:cluster/${cluster}`;
}

/** The ARN of a role that may be written by its name, with its path. */
export function roleArn(role: string, environment: Pick<Environment, 'account' | 'region'>): string {
  if (role.startsWith('arn:')) return role;
  return `arn:${partitionOf(environment.region)}:iam::${environment.account}:role/${role}`;
}
