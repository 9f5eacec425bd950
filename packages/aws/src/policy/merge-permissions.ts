import {
  canonicalJson,
  type DeployPermission,
  type JsonObject,
  type Permission,
  type PermissionGroup,
  permissionGroups,
} from '@funade/core';
import type { Statement } from './statement.ts';

/** What statements are merged from: permissions that belong to a name. */
interface Named extends Permission {
  readonly name: string;
}

/**
 * The statements that allow what is needed in these groups, and nothing more: what has the same resources shares a statement, and what has
 * the same actions. Each is named after the first of the groups that need it.
 */
export function mergePermissions(
  permissions: readonly DeployPermission[],
  groups: readonly PermissionGroup[] = permissionGroups,
): readonly Statement[] {
  const wanted = permissions.flatMap((permission): readonly (Named & { readonly order: number })[] => {
    const own = permissionGroups.filter((group) => groups.includes(group) && permission.groups.includes(group));
    const [first] = own;
    return first === undefined ? [] : [{ ...permission, name: first, order: permissionGroups.indexOf(first) }];
  });
  const first = new Map<string, (typeof wanted)[number]>();
  // One thing that several groups need is allowed once, with the first of them.
  for (const each of wanted.flatMap(single).toSorted((a, b) => a.order - b.order)) {
    const key = canonicalJson([each.actions, each.resources, each.conditions ?? {}] as never);
    if (!first.has(key)) first.set(key, each);
  }
  return merge([...first.values()]);
}

/** The same of what belongs to no group. */
export function mergePlain(permissions: readonly Permission[], name: string): readonly Statement[] {
  return merge(permissions.flatMap((permission) => single({ ...permission, name })));
}

/** One action on one resource at a time. */
function single<Each extends Named>(permission: Each): readonly Each[] {
  return permission.actions.flatMap((action) =>
    permission.resources.map((resource) => ({ ...permission, actions: [action], resources: [resource] })),
  );
}

function merge(singles: readonly Named[]): readonly Statement[] {
  const byAction = union(singles, ({ name, actions, conditions }) => [name, actions, conditions ?? {}]);
  const merged = union(byAction, ({ name, resources, conditions }) => [name, resources, conditions ?? {}]);
  const count = new Map<string, number>();
  return merged.map(({ name, actions, resources, conditions }) => {
    const sid = `${capital(name)}${capital((actions[0] ?? '').split(':')[0] ?? '')}`;
    const number = (count.get(sid) ?? 0) + 1;
    count.set(sid, number);
    return {
      Sid: number === 1 ? sid : `${sid}${number}`,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions as JsonObject }),
    };
  });
}

/** Joins what has the same key: its actions and its resources, each in the order of the alphabet. */
function union(list: readonly Named[], keyOf: (each: Named) => readonly unknown[]): readonly Named[] {
  const groups = Map.groupBy(list, (each) => canonicalJson(keyOf(each) as never));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const all = (member: 'actions' | 'resources'): readonly string[] =>
      [...new Set(group.flatMap((each) => each[member]))].toSorted();
    return [{ ...first, actions: all('actions'), resources: all('resources') }];
  });
}

/** `application-autoscaling` as a part of a Sid: letters and digits alone. */
function capital(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
