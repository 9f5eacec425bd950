import {
  definePermissions,
  definePlugin,
  emptyFragment,
  emptyRelease,
  type Json,
  type Lookup,
  type LookupCall,
  type LookupResult,
  type Permission,
  type PermissionNeeds,
  type PermissionsRequest,
  type Plugin,
  type PluginPermissions,
  type PluginRequest,
  permissionGroups,
  type RunContext,
} from '@funade/core';
import * as z from 'zod';

const fact = z.union([
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ problem: z.string() }),
]);

/** By helper, then by what it was called with: the value, or why there is none. Nothing else of what was read. */
const facts = z.record(z.string(), z.record(z.string(), fact));

/** A plugin that only looks up. */
export interface Lookups {
  readonly name: string;
  readonly helpers: readonly Omit<Lookup, 'read'>[];
  /** What reading what these calls ask for needs permission for. Touches nothing. Absent: nothing of AWS is read. */
  permissions?(request: PermissionsRequest, settings: Json): readonly Permission[];
  /** What `permissions` is given of the plugin's settings. Absent: null. */
  settings?(request: PluginRequest): Promise<Json>;
  /** What each of these calls, which `check` has nothing against, is worth, in their order. Reads only; no result holds a secret. */
  look(calls: readonly LookupCall[], request: PluginRequest, context: RunContext): Promise<readonly LookupResult[]>;
}

/** A plugin whose facts are the results of its lookups. */
export function defineLookups({ name, helpers, look, permissions, settings }: Lookups): Plugin {
  return definePlugin({
    name,
    options: null,
    facts,
    steps: [],
    lookups: helpers.map((helper) => ({
      ...helper,
      read(known: z.output<typeof facts>, args): LookupResult {
        const found = known[helper.helper]?.[keyOf(args)];
        if (found === undefined) return { found: false, problem: `${keyOf(args)} was not looked up` };
        return 'value' in found ? { found: true, value: found.value } : { found: false, problem: found.problem };
      },
    })),
    async observe(request, context) {
      // A saved plan may ask for what the config has no room for any more, such as a variable that is not declared.
      const calls = (request.lookups ?? []).filter((call) => mistakeIn(call, helpers) === null);
      const results = calls.length === 0 ? [] : await look(calls, request, context);
      const byHelper: Record<string, Record<string, z.output<typeof fact>>> = {};
      for (const [index, { helper, args }] of calls.entries()) {
        const result = results[index] ?? { found: false, problem: `${keyOf(args)} was not looked up` };
        const known = result.found ? { value: result.value } : { problem: result.problem };
        byHelper[helper] = { ...byHelper[helper], [keyOf(args)]: known };
      }
      return byHelper;
    },
    plan: () => emptyFragment,
    ...(permissions === undefined ? {} : { permissions: permissionsOf(permissions, settings) }),
  });
}

/** Every command renders the options, so that all of them look up. */
function permissionsOf(
  permissions: NonNullable<Lookups['permissions']>,
  settings: Lookups['settings'],
): PluginPermissions<unknown> {
  const allow = { dirty: false, downgrade: false, adoptImage: false, force: false };
  return definePermissions<unknown, Json>({
    ...(settings === undefined
      ? {}
      : { observe: (request) => settings({ ...request, targets: [], release: emptyRelease, allow }) }),
    needs: (request, known): PermissionNeeds => ({
      permissions: permissions(request, known).map((each) => ({ ...each, groups: permissionGroups })),
    }),
  });
}

function mistakeIn({ helper, args }: LookupCall, helpers: Lookups['helpers']): string | null {
  return helpers.find((each) => each.helper === helper)?.check?.(args) ?? null;
}

/** No argument but the last has a space in it. */
function keyOf(args: readonly string[]): string {
  return args.join(' ');
}
