import { definePlugin, defineStep, emptyFragment, type Plugin, ref, type Step, type TargetId } from 'funade';
import * as z from 'zod';

/** What stands in for a plugin that rolls out: it registers revisions, rolls them out, and hands them on. */
export interface Rollouts {
  /** Whether the revision of each target changes. */
  readonly changed?: boolean;
  /** The revisions exist already: nothing is registered. */
  readonly registered?: boolean;
  readonly onFailure?: 'rollback' | 'rollback-all';
}

export function rolloutPlugin({ changed = true, registered = false, onFailure }: Rollouts = {}): Plugin {
  const step = (kind: string) =>
    defineStep({
      kind: `rollouts.${kind}`,
      effect: kind === 'register' ? 'stores' : 'changes',
      input: z.json(),
      output: z.object({ arn: z.string() }),
      run: async (_, { step }) => ({ arn: `arn:${step.label}` }),
    });
  return definePlugin({
    name: 'rollouts',
    options: null,
    facts: z.null(),
    steps: [step('register'), step('update')],
    observe: async () => null,
    plan: ({ targets }) => {
      if (!changed)
        return { ...emptyFragment, artifacts: targets.map(({ id }) => revisionOf(id, 'arn:running', false)) };
      return {
        ...emptyFragment,
        steps: targets.flatMap(({ id }) => [...(registered ? [] : [stepOf('register', id)]), stepOf('update', id)]),
        rollback: targets.map(({ id }) => ({
          ...stepOf('update', id),
          id: `back:${id}`,
          undoes: `rollouts.update:${id}`,
        })),
        artifacts: targets.map(({ id }) =>
          revisionOf(id, registered ? 'arn:there' : ref<string>(`rollouts.register:${id}`, 'arn'), true),
        ),
        ...(onFailure === undefined ? {} : { onFailure: Object.fromEntries(targets.map(({ id }) => [id, onFailure])) }),
      };
    },
  });
}

function revisionOf(target: TargetId, taskDefinition: string | ReturnType<typeof ref<string>>, changed: boolean) {
  return { type: 'revision', target, taskDefinition, family: 'api', running: 'arn:running', changed } as const;
}

function stepOf(kind: 'register' | 'update', id: TargetId): Step {
  const phase = kind === 'register' ? 'register' : 'rollout';
  const common = { title: `${kind} ${id}`, input: null, needs: [], after: [], changes: [] };
  return { id: `rollouts.${kind}:${id}`, kind: `rollouts.${kind}`, phase, targets: [id], label: id, ...common };
}
