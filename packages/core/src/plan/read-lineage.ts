import type { TargetId } from '../model/environment.ts';
import type { Lineage, RunningCommit } from '../model/lineage.ts';
import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { asksAnything, type PlanRequest, pluginRequest } from './request.ts';

/** Where the release stands beside what each target runs, by target id. */
export type Lineages = Readonly<Record<TargetId, Lineage>>;

/**
 * Asks the repository where the release stands beside what runs, for the targets whose plugin wants to know: by the commit
 * that it knows, else by the one that the images name. None where no repository can be asked.
 */
export async function readLineage(
  request: PlanRequest,
  facts: Facts,
  { plugins, context }: { readonly plugins: readonly Plugin[]; readonly context: RunContext },
): Promise<Lineages> {
  const { history } = context;
  if (history === undefined) return {};
  const running = plugins.flatMap((plugin): readonly RunningCommit<TargetId>[] => {
    const asked = pluginRequest(request, plugin);
    const known = facts[plugin.name];
    return known === undefined || !asksAnything(asked) ? [] : (plugin.runningCommits?.(asked, known) ?? []);
  });
  const relate = remembered((commit) => history.relate(request.release.commit, commit));
  const commitOf = remembered((image) => commitOfImage(image, { facts, plugins, context }));
  const lineages = await Promise.all(
    running.map(async ({ target, commit, images }): Promise<[TargetId, Lineage]> => {
      const known = commit ?? (await firstKnown(images, commitOf));
      return [target, { commit: known, relation: known === null ? 'unrecorded' : await relate(known) }];
    }),
  );
  return Object.fromEntries(lineages);
}

async function firstKnown(
  images: readonly string[],
  commitOf: (image: string) => Promise<string | null>,
): Promise<string | null> {
  for (const image of images) {
    const commit = await commitOf(image);
    if (commit !== null) return commit;
  }
  return null;
}

async function commitOfImage(
  image: string,
  {
    facts,
    plugins,
    context,
  }: { readonly facts: Facts; readonly plugins: readonly Plugin[]; readonly context: RunContext },
): Promise<string | null> {
  for (const plugin of plugins) {
    const known = facts[plugin.name];
    const commit = known === undefined ? null : ((await plugin.commitOf?.(image, known, context)) ?? null);
    if (commit !== null) return commit;
  }
  return null;
}

/** Many targets run one commit, and one image. */
function remembered<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (name) => {
    const answer = answers.get(name) ?? ask(name);
    answers.set(name, answer);
    return answer;
  };
}
