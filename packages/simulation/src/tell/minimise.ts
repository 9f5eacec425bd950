import type { JsonObject } from '@funade/core';
import type { Story } from '../model/story.ts';

/** Stories that are one thing smaller, the largest steps first. */
function smaller(story: Story): readonly Story[] {
  const { world, commands, others, faults, skews, finish } = story;
  const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, at) => at !== index);
  const each = <T>(list: readonly T[], make: (rest: readonly T[]) => Story): readonly Story[] =>
    list.map((_, index) => make(without(list, index)));
  const inWorld = (part: Partial<Story['world']>): Story => ({ ...story, world: { ...world, ...part } });
  const named = JSON.stringify([commands, others, finish]);
  const spare = world.services.filter(({ name }) => !named.includes(`"${name}"`));
  const unused = world.environments.filter(({ name }) => !named.includes(`"${name}"`));
  return [
    ...(others.length > 1 ? [{ ...story, others: [] }] : []),
    ...(faults.length > 1 ? [{ ...story, faults: [] }] : []),
    ...(finish.length > 0 ? [{ ...story, finish: [] }] : []),
    ...(skews.length > 0 ? [{ ...story, skews: [] }] : []),
    ...(unused.length > 0
      ? [inWorld({ environments: world.environments.filter((one) => !unused.includes(one)) })]
      : []),
    ...(spare.length > 1
      ? [inWorld({ services: world.services.filter((one) => one === spare[0] || !spare.includes(one)) })]
      : []),
    ...spare
      .filter(() => world.services.length > 1)
      .map((one) => inWorld({ services: world.services.filter((other) => other !== one) })),
    ...each(others, (rest) => ({ ...story, others: rest })),
    ...each(faults, (rest) => ({ ...story, faults: rest })),
    ...faults.flatMap((fault, at) =>
      fault.times > 1 ? [{ ...story, faults: faults.with(at, { ...fault, times: 1 }) }] : [],
    ),
    ...(commands.length > 1 ? each(commands, (rest) => ({ ...story, commands: rest })) : []),
    ...each(world.behaviours, (rest) => inWorld({ behaviours: rest })),
    ...(Object.keys(world.latencies).length > 0 ? [inWorld({ latencies: {} })] : []),
    ...(Object.keys(world.timings).length > 0 ? [inWorld({ timings: {} })] : []),
    ...(world.activeFirst ? [inWorld({ activeFirst: false })] : []),
    ...world.services.flatMap((service, at) =>
      Object.keys(service.ecs).map((key) =>
        inWorld({ services: world.services.with(at, { ...service, ecs: lessOf(service.ecs, key) }) }),
      ),
    ),
    ...commands.flatMap((command, at) =>
      command.pause > 0 ? [{ ...story, commands: commands.with(at, { ...command, pause: 0 }) }] : [],
    ),
  ];
}

function lessOf(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** The smallest story found in so many plays in which the same still goes wrong. */
export async function minimise(story: Story, fails: (story: Story) => Promise<boolean>, plays = 150): Promise<Story> {
  let smallest = story;
  for (let left = plays; left > 0; ) {
    let found = false;
    for (const next of smaller(smallest)) {
      if (left === 0) break;
      left -= 1;
      if (!(await fails(next))) continue;
      smallest = next;
      found = true;
      break;
    }
    if (!found) break;
  }
  return smallest;
}
