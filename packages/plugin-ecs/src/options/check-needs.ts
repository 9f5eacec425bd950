import { isJsonObject, type Problem, suggest } from '@funade/core';

/** What is wrong with the tasks of others that services need, over all services of the config. */
export function checkNeeds(written: Readonly<Record<string, unknown>>): readonly Problem[] {
  const tasks = new Map(Object.entries(written).map(([service, options]) => [service, tasksOf(options)]));
  const known = [...tasks].flatMap(([service, own]) =>
    Object.entries(own).flatMap(([task, { when }]) => (when === 'before' ? [`${service}/${task}`] : [])),
  );
  return Object.entries(written).flatMap(([service, options]) =>
    needsOf(options).flatMap((need, index) => {
      const at = need.lastIndexOf('/');
      const found = tasks.get(need.slice(0, at))?.[need.slice(at + 1)];
      if (found?.when === 'before') return [];
      const message =
        found === undefined
          ? `there is no task "${need}"; ${suggest(need, known)}`
          : `task "${need}" runs after the rollout, and nothing can wait for it`;
      return [{ path: [service, 'needs', index], message }];
    }),
  );
}

function tasksOf(options: unknown): Readonly<Record<string, { readonly when?: unknown }>> {
  return isJsonObject(options) && isJsonObject(options.tasks) ? (options.tasks as never) : {};
}

function needsOf(options: unknown): readonly string[] {
  return isJsonObject(options) && Array.isArray(options.needs) ? options.needs.map(String) : [];
}
