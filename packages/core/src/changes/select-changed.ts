import type { ChangedSince, Since, SourceChanges } from '../model/changes.ts';
import type { Target, TargetId } from '../model/environment.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { type PlanRequest, pluginRequest } from '../plan/request.ts';
import { changeReason } from './change-reason.ts';
import { configPart, samePart, textsIn } from './config-part.ts';
import { type Running, runningOf } from './running-of.ts';

export interface ChangedRequest {
  /** With every target that would be deployed. */
  readonly request: PlanRequest;
  /** As it was typed. */
  readonly ref: string;
  readonly changes: SourceChanges;
  /** The config as it was written. */
  readonly config: unknown;
  /** The config as it was at a commit; null where it cannot be read. */
  readonly configAt: (commit: string) => Promise<unknown>;
}

/** The targets that have changed since a ref, and why the others are left out. */
export interface SelectedChanges {
  readonly targets: readonly Target[];
  readonly changedSince: ChangedSince;
}

/**
 * Chooses the targets whose inputs differ from a ref by git: what their builds take in, files that their options name, their
 * part of the config; and those that do not run what the ref says, when they differ from what they do run. Reads only.
 *
 * Throws `CHANGED_SINCE_UNKNOWN`, `CHANGED_SINCE_UNRELATED`, and what plugins throw.
 */
export async function selectChanged(
  asked: ChangedRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<SelectedChanges> {
  const { request, ref, changes } = asked;
  const since = await changes.since(ref, request.release.commit);
  const { targets } = request;
  const reasons = await reasonsSince(since.commit, targets, { ...asked, plugins, context });
  const changed = new Map<TargetId, string>();
  for (const { target, path } of request.overrides ?? []) changed.set(target, `--set sets ${path}`);
  for (const [id, reason] of reasons) if (reason !== null) changed.set(id, `${reason} since ${ref}`);
  const unchanged = new Map<TargetId, string>();
  const rest = targets.filter(({ id }) => !changed.has(id));
  const running = await runningOf({ ...request, targets: rest }, plugins, context);
  for (const target of rest) {
    const runs = running.get(target.id) ?? { state: 'runs', commit: null };
    const behind = await reasonBehind(runs, target, { since, asked, plugins, context });
    if (behind !== null) changed.set(target.id, behind);
    else unchanged.set(target.id, `nothing that it is made from has changed since ${ref}${unknownText(runs)}`);
  }
  return {
    targets: targets.filter(({ id }) => changed.has(id)),
    changedSince: { ...since, changed: Object.fromEntries(changed), unchanged: Object.fromEntries(unchanged) },
  };
}

type Around = ChangedRequest & { readonly plugins: readonly Plugin[]; readonly context: RunContext };

/** Why each of these targets has changed since a commit; null: it has not. */
async function reasonsSince(
  from: string,
  targets: readonly Target[],
  { request, changes, config, configAt, plugins, context }: Around,
): Promise<ReadonlyMap<TargetId, string | null>> {
  const { release, environment } = request;
  const found = await Promise.all(
    [...new Set([release.commit, release.checkedOut ?? release.commit])].map((to) => changes.between(from, to)),
  );
  if (found.some((paths) => paths === null)) {
    const text = `commit ${from.slice(0, 7)} is not in this clone, so it may have changed`;
    return new Map(targets.map(({ id }) => [id, text]));
  }
  const paths = [...new Set([...found.flatMap((some) => some ?? []), ...release.dirtyPaths])];
  const builders = plugins.filter(({ sourcePaths }) => sourcePaths !== undefined);
  const taken = await Promise.all(
    builders.map(async (plugin) =>
      plugin.sourcePaths?.(pluginRequest({ ...request, targets }, plugin), paths, context),
    ),
  );
  const before = paths.length === 0 ? config : await configAt(from);
  const known = new Set(builders.map(({ name }) => name));
  return new Map(
    targets.map(({ id, service, options }) => {
      const build = taken.map((byTarget) => byTarget?.[id]).filter((some) => some !== undefined);
      const place = { service, environment: environment.name };
      const same = before === config || samePart(before, config, place);
      const inputs = {
        build: build.includes(null) ? null : build.flatMap((some) => some ?? []),
        // As it was written too: what a file holds has taken the place of its path.
        texts: [options, configPart(config, place)?.options ?? {}].flatMap((all) =>
          Object.entries(all).flatMap(([name, own]) => (known.has(name) ? [] : textsIn(own))),
        ),
        config: same ? ('same' as const) : before === null ? ('unreadable' as const) : ('other' as const),
      };
      return [id, changeReason(inputs, paths)];
    }),
  );
}

interface Behind {
  readonly since: Since;
  readonly asked: ChangedRequest;
  readonly plugins: readonly Plugin[];
  readonly context: RunContext;
}

/** Why a target is deployed that has not changed since the ref; null: it runs that, or something newer, or nobody can say. */
async function reasonBehind(
  running: Running,
  target: Target,
  { since, asked, plugins, context }: Behind,
): Promise<string | null> {
  if (running.state === 'nothing') return 'it is not deployed yet';
  if (running.state === 'unread' || running.commit === null || running.commit === since.commit) return null;
  const { commit } = running;
  const relation = (await context.history?.relate(since.commit, commit)) ?? 'unknown';
  if (relation === 'same' || relation === 'older') return null;
  const reasons = await reasonsSince(commit, [target], { ...asked, plugins, context });
  const reason = reasons.get(target.id) ?? null;
  return reason === null ? null : `it runs commit ${commit.slice(0, 7)}, not ${since.ref}: ${reason} since`;
}

function unknownText(running: Running): string {
  if (running.state === 'unread') return `; what it runs cannot be read: ${running.why}`;
  return running.state === 'runs' && running.commit === null ? '; nothing says which commit it runs' : '';
}
