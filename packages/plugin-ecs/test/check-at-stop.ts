import { artifactsOf, DeployError, definePlugin, defineStep, emptyFragment, type Plugin } from '@funade/core';
import { z } from 'zod';

/** A plugin that checks every target while its rollout stops at `POST_TEST_TRAFFIC_SHIFT`. */
export function checkAtStop(finds: 'good' | 'bad'): Plugin {
  const look = defineStep({
    kind: 'gate.look',
    effect: 'none',
    input: z.null(),
    output: z.null(),
    async run(_, { clock, signal }) {
      await clock.sleep(20_000, { signal });
      if (finds === 'bad') throw new DeployError('NOT_GOOD', 'it is not as expected');
      return null;
    },
  });
  return definePlugin({
    name: 'gate',
    options: null,
    facts: z.null(),
    steps: [look],
    stops: () => ['POST_TEST_TRAFFIC_SHIFT'],
    observe: async () => null,
    plan: (_, __, upstream) => ({
      ...emptyFragment,
      steps: artifactsOf(upstream, 'revision').flatMap(({ target, stops = [] }) =>
        stops.map(({ reached, resumes }) => ({
          id: `gate.look:${target}`,
          kind: 'gate.look',
          phase: 'rollout',
          targets: [target],
          label: target,
          title: 'look',
          input: null,
          needs: [reached],
          neededBy: [resumes],
          after: [],
          changes: [],
        })),
      ),
    }),
  });
}
