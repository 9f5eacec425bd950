import type { FoundFile, FoundPlugin, FoundProject, FoundService } from '../model/found-project.ts';
import { isValueList, isValueObject, plainValue, sameValue, type Value, type ValueObject } from '../model/value.ts';

/**
 * Two projects as one: environments and services of both. Where both say something of the same environment, plugin or file, it
 * is what the second says.
 */
export function mergeProjects(first: FoundProject, second: FoundProject): FoundProject {
  return {
    origin: first.origin === second.origin ? first.origin : `${first.origin} and ${second.origin}`,
    project: first.project,
    plugins: mergePlugins(first.plugins, second.plugins),
    environments: mergeEnvironments(first.environments, second.environments),
    tagRules: mergeRules(first.tagRules, second.tagRules),
    services: mergeServices(first.services, second.services),
    files: mergeFiles(first.files, second.files),
    left: [...first.left, ...second.left],
  };
}

/** What only one of them says of an environment, such as the role, stays. */
function mergeEnvironments(
  first: FoundProject['environments'],
  second: FoundProject['environments'],
): FoundProject['environments'] {
  const merged: Record<string, ValueObject> = { ...first };
  for (const [name, environment] of Object.entries(second)) merged[name] = { ...merged[name], ...environment };
  return merged;
}

function mergeServices(
  first: FoundProject['services'],
  second: FoundProject['services'],
): Readonly<Record<string, FoundService>> {
  const merged: Record<string, FoundService> = { ...first };
  for (const [name, service] of Object.entries(second)) {
    const known = merged[name];
    merged[name] =
      known === undefined
        ? service
        : { ...known, ...service, environments: { ...known.environments, ...service.environments } };
  }
  return merged;
}

function mergePlugins(first: readonly FoundPlugin[], second: readonly FoundPlugin[]): readonly FoundPlugin[] {
  const merged = new Map(first.map((plugin) => [plugin.name, plugin]));
  for (const plugin of second) {
    const settings = unite(merged.get(plugin.name)?.settings, plugin.settings);
    merged.set(plugin.name, settings === undefined ? plugin : { ...plugin, settings });
  }
  return [...merged.values()];
}

/** Lists of both, such as the names of variables. */
function unite(first: ValueObject | undefined, second: ValueObject | undefined): ValueObject | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  const merged: Record<string, Value> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const known = merged[key] === undefined ? undefined : plainValue(merged[key]);
    const plain = plainValue(value);
    if (isValueList(known) && isValueList(plain)) {
      merged[key] = [...known, ...plain.filter((item) => !known.some((other: Value) => sameValue(other, item)))];
    } else if (known !== undefined && isValueObject(known) && isValueObject(plain)) {
      merged[key] = unite(known, plain) ?? value;
    } else merged[key] = value;
  }
  return merged;
}

/** A rule for the same refs gets the environments of both. */
function mergeRules(first: readonly ValueObject[], second: readonly ValueObject[]): readonly ValueObject[] {
  const merged = [...first];
  for (const rule of second) {
    const at = merged.findIndex((known) => sameValue(withoutEnvironments(known), withoutEnvironments(rule)));
    const known = merged[at];
    if (known === undefined) merged.push(rule);
    else
      merged[at] = {
        ...known,
        ...unite({ environments: known.environments ?? [] }, { environments: rule.environments ?? [] }),
      };
  }
  return merged;
}

function withoutEnvironments({ environments: _, ...rule }: ValueObject): ValueObject {
  return rule;
}

function mergeFiles(first: readonly FoundFile[], second: readonly FoundFile[]): readonly FoundFile[] {
  const merged = new Map(first.map((file) => [file.path, file]));
  for (const file of second) merged.set(file.path, file);
  return [...merged.values()];
}
