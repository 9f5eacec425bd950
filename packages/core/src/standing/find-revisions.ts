import type { ChosenRevision, RevisionDoubt } from '../model/chosen-revision.ts';
import type { Target, TargetId } from '../model/environment.ts';
import type { TargetHistory } from '../model/history.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import type { RunningImage } from '../model/status.ts';
import { standingRequest } from '../plan/request.ts';
import type { StandingWanted } from './ask-standing.ts';
import type { RevisionFound } from './choose-revision.ts';
import { chooseRevisions, ofSameRelease, type RevisionChoice } from './choose-revisions.ts';
import { expiresSoon, expiryText } from './expiry-text.ts';
import { findImage, imageName } from './find-image.ts';
import { readHistory } from './read-history.ts';
import { tasksSince } from './tasks-since.ts';

/** What revisions that are there already are looked for. */
export interface RevisionsWanted extends StandingWanted, RevisionChoice {
  readonly intent: ChosenRevision['intent'];
  /** Targets of the environment that take no part. */
  readonly others: readonly Target[];
}

/** What a plan for revisions that are there already is made for. */
export interface RevisionsFound {
  readonly targets: readonly Target[];
  readonly revisions: Readonly<Record<TargetId, ChosenRevision>>;
  readonly kept: Readonly<Record<TargetId, string>>;
}

/** Deployments that are read where the last stable one is looked for, and where one is named: ECS keeps 90 days. */
const depths = { stable: 10, named: 100 } as const;

/**
 * The revision that each target is to run, and what makes it unsafe: images that are no longer in their registry or soon will not
 * be, what it refers to, what has changed since, other targets of the same release. Reads only. Throws as `chooseRevisions` does.
 */
export async function findRevisions(
  wanted: RevisionsWanted,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<RevisionsFound> {
  const { to, intent, others } = wanted;
  const limit = to === null ? depths.stable : depths.named;
  const histories = await readHistory({ ...wanted, limit }, plugins, context);
  const { chosen, kept } = chooseRevisions(histories, wanted);
  const targets = wanted.targets.filter(({ id }) => chosen.has(id));
  const [looks, doubts, alone] = await Promise.all([
    Promise.all([...chosen].map(async ([id, found]) => [id, await lookAtImages(found, plugins, context)] as const)),
    examine({ ...wanted, targets }, { plugins, chosen }, context),
    intent === 'rollback' ? leftAlone({ ...wanted, targets: others }, { plugins, histories }, context) : {},
  ]);
  const images = new Map(looks);
  const now = context.clock.now();
  const revisions = [...chosen].map(([id, found]): [TargetId, ChosenRevision] => {
    const { revision, release, commit, at, end, deployment } = found;
    const { missing = [], moved = [], expiring = [] } = images.get(id) ?? {};
    const age = at === null ? null : Math.max(0, now - Date.parse(at));
    const history = histories.find((each) => each.id === id);
    const tasks = history === undefined || intent === 'deploy' ? [] : tasksSince(history, found);
    const own = [...tasks, ...expiring, ...(doubts.get(id) ?? [])];
    return [
      id,
      { revision, release, commit, deployment, deployedAt: at, age, end, missing, moved, doubts: own, intent },
    ];
  });
  return { targets, revisions: Object.fromEntries(revisions), kept: { ...kept, ...alone } };
}

interface Looked {
  readonly missing: readonly string[];
  readonly moved: readonly string[];
  readonly expiring: readonly RevisionDoubt[];
}

async function lookAtImages(
  { revision, images }: RevisionFound,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Looked> {
  const looks = await Promise.all(images.map((image) => look(image, plugins, context)));
  return {
    missing: looks.flatMap(({ missing }) => missing),
    moved: looks.flatMap(({ moved }) => moved),
    expiring: looks.flatMap(({ name, expires }) => {
      if (expires === null) return [];
      return [{ code: 'IMAGE_EXPIRES', message: `${name} of ${revision} does not stay in its registry: ${expires}` }];
    }),
  };
}

/** Whether an image that ran is still there and stays, and its tag still stands for it. */
async function look(
  image: RunningImage,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<Pick<Looked, 'missing' | 'moved'> & { readonly name: string; readonly expires: string | null }> {
  const { tag, digest } = image;
  const byTag = tag === null ? null : imageName({ ...image, digest: null });
  const name = imageName(image);
  const [found, tagged] = await Promise.all([
    findImage(name, plugins, context),
    byTag === null || digest === null ? null : findImage(byTag, plugins, context),
  ]);
  const expiry = found?.expiry ?? null;
  const now = context.clock.now();
  return {
    name,
    missing: found !== null && found.digest === null ? [name] : [],
    moved: byTag !== null && tagged !== null && tagged.digest !== digest ? [byTag] : [],
    expires: expiry !== null && expiresSoon(expiry, now) ? expiryText(expiry, now) : null,
  };
}

interface Chosen {
  readonly plugins: readonly Plugin[];
  readonly chosen: ReadonlyMap<TargetId, RevisionFound>;
}

/** What plugins say of the revisions, by target. */
async function examine(
  wanted: StandingWanted,
  { plugins, chosen }: Chosen,
  context: RunContext,
): Promise<ReadonlyMap<TargetId, readonly RevisionDoubt[]>> {
  const told = await Promise.all(
    plugins.map(async (plugin) => {
      if (plugin.examineRevisions === undefined) return {};
      const request = standingRequest(wanted, plugin);
      const revisions = request.targets.flatMap(({ id }) => {
        const found = chosen.get(id);
        return found === undefined ? [] : [[id, { revision: found.revision, deployment: found.deployment }] as const];
      });
      return plugin.examineRevisions({ ...request, revisions: Object.fromEntries(revisions) }, context);
    }),
  );
  const entries = told.flatMap((each) => Object.entries(each) as [TargetId, readonly RevisionDoubt[]][]);
  return new Map([...chosen.keys()].map((id) => [id, entries.flatMap(([of, doubts]) => (of === id ? doubts : []))]));
}

/** Targets that run what is rolled back from and take no part. Whatever goes wrong with them keeps nobody from going back. */
async function leftAlone(
  wanted: StandingWanted,
  { plugins, histories }: { readonly plugins: readonly Plugin[]; readonly histories: readonly TargetHistory[] },
  context: RunContext,
): Promise<Readonly<Record<TargetId, string>>> {
  if (wanted.targets.length === 0) return {};
  try {
    return ofSameRelease(histories, await readHistory({ ...wanted, limit: 1 }, plugins, context));
  } catch {
    context.signal.throwIfAborted();
    return {};
  }
}
