import type { Command, OtherAct, Story } from '../model/story.ts';

/** A story in words, a line each. */
export function tellStory({ world, commands, others, faults, skews, finish }: Story): readonly string[] {
  const services = world.services.map(
    ({ name, running, ecs }) =>
      `${name} (${JSON.stringify(running.deploymentConfiguration ?? {})}, ${JSON.stringify(ecs)})`,
  );
  return [
    `there are ${world.environments.map(({ name }) => name).join(', ')} with ${services.join(', ')}; v1.0.0 runs`,
    ...world.behaviours.map(
      ({ match, becomes, ...rest }) =>
        `tasks ${JSON.stringify(match)} become ${JSON.stringify(becomes ?? 'running')} ${JSON.stringify(rest)}`,
    ),
    ...Object.entries(world.latencies).map(([operation, ms]) => `${operation} takes ${ms} ms`),
    ...(Object.keys(world.timings).length === 0 ? [] : [`ECS has the timings ${JSON.stringify(world.timings)}`]),
    ...skews.map(({ at, by }) => `from ${at} s on the engine's clock is ${by / 1000} s ahead of that of AWS`),
    ...faults.map(
      ({ operation, nth, times, name }) =>
        `call ${nth} of ${operation}${times > 1 ? ` and ${times - 1} after it` : ''}: ${name}`,
    ),
    ...commands.map((command) => `somebody types ${commandText(command)}`),
    ...others.map(otherText),
    ...finish.map((command) => `in the end, when nothing goes wrong any more: ${commandText(command)}`),
  ];
}

function commandText(command: Command): string {
  const { environment, release, services, downgrade, force, until, pause, kill, signal } = command;
  return [
    ...(pause > 0 ? [`after ${pause} s`] : []),
    `funade ${command.command} ${environment}`,
    ...(command.command === 'deploy' ? [`--tag ${release}`] : []),
    ...(services === null ? [] : [`--service ${services.join(',')}`]),
    ...(downgrade ? ['--allow-downgrade'] : []),
    ...(force ? ['--force'] : []),
    ...(until === null ? [] : [`--wait-until ${until}`]),
    ...(kill === null ? [] : [`(killed in moment ${kill})`]),
    ...(signal === null ? [] : [`(SIGTERM in moment ${signal})`]),
  ].join(' ');
}

function otherText(other: OtherAct): string {
  const when = other.moment === undefined ? `after ${other.at} s` : `in moment ${other.moment}`;
  if (other.act === 'command') return `somebody else types ${when}: ${commandText(other.command)}`;
  return `somebody else ${when}: ${other.act} of ${other.service} in ${other.environment}`;
}

/** A story as a test to paste. */
export function storyTest(story: Story, title: string): string {
  return [
    `test(${JSON.stringify(title)}, async () => {`,
    `  const story = ${JSON.stringify(story)} as never;`,
    '  expect((await simulateStory(story)).broken).toEqual([]);',
    '});',
  ].join('\n');
}
