import {
  type ContainerView,
  type DefinitionProblem,
  type DefinitionView,
  numberIn,
  objectIn,
  objectsIn,
  says,
  textIn,
  textsIn,
} from './definition-view.ts';

/** Bounds of members of a container: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html and API_ContainerRestartPolicy.html */
const bounds: readonly (readonly [structure: string, member: string, from: number, to: number])[] = [
  ['healthCheck', 'interval', 5, 300],
  ['healthCheck', 'timeout', 2, 60],
  ['healthCheck', 'retries', 1, 10],
  ['healthCheck', 'startPeriod', 0, 300],
  ['restartPolicy', 'restartAttemptPeriod', 60, 1800],
];

const longestFargateStop = 120;
/** 0 stands for the default. */
const shortestTimeout = 2;

/** What containers say that does not go together. */
export function containerProblems(view: DefinitionView): readonly DefinitionProblem[] {
  return [
    ...view.containers.flatMap((container) => [
      ...ownProblems(container, view),
      ...dependencyProblems(container, view),
    ]),
    ...sumProblems(view),
    ...cycleProblems(view),
  ];
}

function ownProblems({ path, body }: ContainerView, view: DefinitionView): readonly DefinitionProblem[] {
  const [memory, reservation] = [numberIn(body, 'memory'), numberIn(body, 'memoryReservation')];
  const taskMemory = Number(textIn(view.body, 'memory') ?? Number.NaN);
  const found: (DefinitionProblem | false)[] = [
    memory !== null &&
      reservation !== null &&
      memory < reservation && {
        path: `${path}.memory`,
        message: `${memory} is less than memoryReservation ${reservation}; write at least as much`,
      },
    memory !== null &&
      memory > taskMemory && {
        path: `${path}.memory`,
        message: `${memory} is more than the ${taskMemory} of the task`,
      },
    memory === null &&
      reservation === null &&
      !says(view.body, 'memory') &&
      !view.fargate && {
        path: `${path}.memory`,
        message: 'neither the task nor the container sets memory or memoryReservation; one of them is required',
      },
    ...(['startTimeout', 'stopTimeout'] as const).map((member) => {
      const seconds = numberIn(body, member);
      if (seconds !== null && seconds !== 0 && seconds < shortestTimeout)
        return { path: `${path}.${member}`, message: `${seconds} is less than ${shortestTimeout} seconds` };
      return member === 'stopTimeout' && seconds !== null && view.fargate && seconds > longestFargateStop
        ? {
            path: `${path}.${member}`,
            message: `${seconds} is more than the ${longestFargateStop} seconds that Fargate waits`,
          }
        : false;
    }),
    ...bounds.map(([structure, member, from, to]) => {
      const value = numberIn(objectIn(body, structure), member);
      return (
        value !== null &&
        (value < from || value > to) && {
          path: `${path}.${structure}.${member}`,
          message: `${value} is not between ${from} and ${to}`,
        }
      );
    }),
    healthCommandProblem(body, path),
    textsIn(body, 'links').length > 0 &&
      view.networkMode === 'awsvpc' && {
        path: `${path}.links`,
        message: 'links are not supported with networkMode awsvpc; containers of a task reach each other on localhost',
      },
    ...(['hostname', 'dnsServers', 'dnsSearchDomains', 'extraHosts', 'disableNetworking'] as const).map(
      (member) =>
        view.networkMode === 'awsvpc' &&
        says(body, member) && {
          path: `${path}.${member}`,
          message: 'it is not supported with networkMode awsvpc; remove it',
        },
    ),
  ];
  const ulimits = objectsIn(body, 'ulimits').flatMap((item) => {
    const [soft, hard] = [numberIn(item, 'softLimit'), numberIn(item, 'hardLimit')];
    const at = `${path}.ulimits[${textIn(item, 'name') ?? ''}]`;
    return soft !== null && hard !== null && soft > hard && hard >= 0
      ? [{ path: `${at}.softLimit`, message: `${soft} is more than hardLimit ${hard}` }]
      : [];
  });
  return [...found.filter((each) => each !== false), ...ulimits];
}

function healthCommandProblem(body: ContainerView['body'], path: string): DefinitionProblem | false {
  const check = objectIn(body, 'healthCheck');
  if (check === null) return false;
  const at = `${path}.healthCheck.command`;
  const [first] = textsIn(check, 'command');
  if (first === undefined)
    return { path: at, message: 'it is missing; write ["CMD-SHELL", "curl -f http://localhost/"]' };
  if (['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return false;
  return { path: at, message: `it begins with ${JSON.stringify(first)}; the first item is CMD or CMD-SHELL` };
}

function dependencyProblems(
  { path, body }: ContainerView,
  { containers }: DefinitionView,
): readonly DefinitionProblem[] {
  return objectsIn(body, 'dependsOn').flatMap((item) => {
    const on = textIn(item, 'containerName') ?? '';
    const condition = textIn(item, 'condition');
    const at = `${path}.dependsOn[${on}]`;
    const other = containers.find(({ name }) => name === on);
    if (on === '') return [];
    if (other === undefined) {
      const names = containers.map(({ name }) => name).join(', ');
      return [{ path: at, message: `there is no container ${JSON.stringify(on)}; there are ${names}` }];
    }
    if ((condition === 'SUCCESS' || condition === 'COMPLETE') && other.essential) {
      return [
        {
          path: at,
          message: `${on} is essential, so nothing can wait for its ${condition}; set its essential to false`,
        },
      ];
    }
    if (condition === 'HEALTHY' && objectIn(other.body, 'healthCheck') === null) {
      return [{ path: at, message: `${on} has no healthCheck, which condition HEALTHY needs` }];
    }
    return [];
  });
}

function cycleProblems({ containers }: DefinitionView): readonly DefinitionProblem[] {
  const needs = new Map(
    containers.map(({ name, body }) => [
      name,
      objectsIn(body, 'dependsOn').map((item) => textIn(item, 'containerName') ?? ''),
    ]),
  );
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  const first = containers.find(({ name }) => reaches(name, name, new Set()));
  if (first === undefined) return [];
  return [
    {
      path: `${first.path}.dependsOn`,
      message: `it depends on itself through ${(needs.get(first.name) ?? []).join(', ')}`,
    },
  ];
}

function sumProblems({ body, containers }: DefinitionView): readonly DefinitionProblem[] {
  const task = Number(textIn(body, 'cpu') ?? Number.NaN);
  const sum = containers.reduce((total, each) => total + (numberIn(each.body, 'cpu') ?? 0), 0);
  if (!(sum > task)) return [];
  return [
    {
      path: 'containerDefinitions',
      message: `the cpu of its containers adds up to ${sum}, more than the ${task} of the task`,
    },
  ];
}
