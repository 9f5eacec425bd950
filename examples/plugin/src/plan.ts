import {
  type Artifact,
  artifactsOf,
  emptyFragment,
  type Json,
  type PlanFragment,
  type PluginRequest,
  ref,
  type Step,
  type TargetId,
} from 'funade';
import type { HooksOptions, HooksSettings } from './options.ts';

type Request = PluginRequest<HooksOptions>;

/** A target whose revision changes, with what it wrote. */
interface Changing {
  readonly target: Request['targets'][number];
  /** ARN of its new revision, or where the step that registers it says it. */
  readonly revision: Json;
}

/** What is planned for targets whose revision changes; the others have nothing to call for. Touches nothing. */
export function plan(settings: HooksSettings, request: Request, upstream: readonly Artifact[]): PlanFragment {
  const revisions = new Map(artifactsOf(upstream, 'revision').map((artifact) => [artifact.target, artifact]));
  const changing = request.targets.flatMap((target): Changing[] => {
    const revision = revisions.get(target.id);
    return revision?.changed === true ? [{ target, revision: revision.taskDefinition as Json }] : [];
  });
  const following = changing.flatMap(followSteps);
  return {
    ...emptyFragment,
    steps: [
      ...callSteps(changing),
      ...following.map(({ forward }) => forward),
      ...changing.flatMap(checkStep),
      ...announceStep(settings, request, changing),
    ],
    rollback: following.map(({ back }) => back),
  };
}

/** One step for each URL, whoever names it: it belongs to all of them, and none of them is rolled out without it. */
function callSteps(changing: readonly Changing[]): readonly Step[] {
  const byHook = new Map<string, { readonly name: string; readonly url: string; readonly users: Changing[] }>();
  const before = new Map<string, string>();
  for (const each of changing) {
    let last: string | null = null;
    for (const { name, url } of each.target.options.before ?? []) {
      const key = `hooks.call:${name}:${url}`;
      const known = byHook.get(key) ?? { name, url, users: [] };
      known.users.push(each);
      byHook.set(key, known);
      if (last !== null && !before.has(key)) before.set(key, last);
      last = key;
    }
  }
  return [...byHook].map(([id, { name, url, users }]) => ({
    id,
    kind: 'hooks.call',
    phase: 'before-rollout',
    targets: users.map(({ target }) => target.id),
    label: users.length === 1 ? (users[0]?.target.id ?? name) : name,
    title: `call ${name}`,
    input: { url, revisions: Object.fromEntries(users.map(({ target, revision }) => [target.id, revision])) },
    needs: before.has(id) ? [before.get(id) ?? ''] : [],
    after: [],
    changes: [],
  }));
}

function followSteps({ target: { id, service, options }, revision }: Changing) {
  if (options.follow === undefined) return [];
  const common = { kind: 'hooks.follow', phase: 'after-rollout', needs: [], after: [], changes: [] } as const;
  const forward: Step = {
    ...common,
    ...about(id),
    id: `hooks.follow:${id}`,
    title: `say that ${service} runs the new revision`,
    input: { url: options.follow, revision },
  };
  const back: Step = {
    ...common,
    ...about(id),
    id: `hooks.follow:back:${id}`,
    title: `say that ${service} runs the revision of before`,
    input: { url: options.follow, revision: { ...ref(forward.id, 'before') } },
    undoes: forward.id,
  };
  return [{ forward, back }];
}

function checkStep({ target: { id, options, service } }: Changing): readonly Step[] {
  if (options.check === undefined) return [];
  return [
    {
      ...about(id),
      id: `hooks.check:${id}`,
      kind: 'hooks.check',
      phase: 'after-rollout',
      title: `check ${service}`,
      input: options.check,
      needs: [],
      after: [],
      changes: [],
    },
  ];
}

/** It belongs to nobody: when it fails, the run has failed and no service. */
function announceStep(
  { announce }: HooksSettings,
  { environment, release }: Request,
  changing: readonly Changing[],
): readonly Step[] {
  if (announce === undefined || changing.length === 0) return [];
  const names = changing.map(({ target }) => target.service).join(', ');
  return [
    {
      id: `hooks.announce:${environment.name}`,
      kind: 'hooks.announce',
      phase: 'finish',
      targets: [],
      label: environment.name,
      title: 'announce the deploy',
      input: {
        url: announce,
        text: `the deploy of ${release.tag ?? release.commit} of ${names} in ${environment.name} has ended`,
      },
      needs: [],
      after: [],
      changes: [],
    },
  ];
}

function about(target: TargetId): Pick<Step, 'targets' | 'label'> {
  return { targets: [target], label: target };
}
