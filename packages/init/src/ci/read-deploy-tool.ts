import { type CiFact, leaves, type Meaning, means } from './model.ts';
import { readDockerOptions } from './read-options.ts';

const none = { environment: {}, secrets: {} };

/** What the tools that other pipelines deploy with mean. Null: the command is none of them. */
export function readDeployTool(words: readonly string[]): Meaning | null {
  const [program = '', verb = '', ...rest] = words;
  const name = program.split('/').at(-1) ?? '';
  if (name === 'ecs' && verb === 'deploy') return readFabfuel(rest);
  if (name === 'ecs-deploy' || name === 'ecs-deploy.sh') return readSilintl([verb, ...rest]);
  if (name === 'ecspresso') return leaves('it deploys with ecspresso', 'funade init --from ecspresso <its config>');
  if (name === 'copilot') return leaves('it deploys with Copilot', 'funade init --from copilot .');
  if (name === 'ecs-cli') return leaves('it deploys with the former ECS CLI', 'funade init --from live');
  if (/^(?:terraform|tofu|cdk|pulumi|serverless|sam)$/.test(name))
    return leaves('it is no part of a deploy with Funade', 'leave it in a job of its own, before this one');
  return null;
}

/** https://github.com/fabfuel/ecs-deploy: `ecs deploy <cluster> <service> -i <container> <image>`. */
function readFabfuel(words: readonly string[]): Meaning {
  const facts: CiFact[] = [];
  const places: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [first = '', second = '', third = ''] = words.slice(at + 1);
    if (word === '-i' || word === '--image') {
      facts.push({ kind: 'container', container: first, image: second, ...none });
      at += 2;
    } else if (/^(?:-e|--env|-s|--secret)$/.test(word)) {
      const member = /^--?e/.test(word) ? 'environment' : 'secrets';
      facts.push({ kind: 'container', container: first, image: null, ...none, [member]: { [second]: third } });
      at += 3;
    } else if (word === '--region') {
      facts.push({ kind: 'region', region: first });
      at += 1;
    } else if (/^(?:--timeout|--task|--profile|--tag|-t)$/.test(word)) at += 1;
    else if (!word.startsWith('-')) places.push(word);
  }
  const [cluster, service] = places;
  if (cluster === undefined || service === undefined) return leaves('it names no cluster and service');
  return means(...facts, { kind: 'update', cluster, service, settings: {}, minutes: null });
}

const ofSilintl = new Set([
  ...['c', 'cluster', 'n', 'service-name', 'i', 'image', 'r', 'region', 't', 'timeout', 'd', 'task-definition'],
  ...['m', 'min', 'M', 'max', 'D', 'desired-count', 'e', 'tag-env-var', 'k', 'aws-access-key', 's', 'aws-secret-key'],
]);

/** https://github.com/silinternational/ecs-deploy: `ecs-deploy -c <cluster> -n <service> -i <image>`. */
function readSilintl(words: readonly string[]): Meaning {
  const { options } = readDockerOptions(words, ofSilintl);
  const one = (...names: readonly string[]): string | undefined => names.flatMap((name) => options.get(name) ?? [])[0];
  const service = one('n', 'service-name');
  const region = one('r', 'region');
  const image = one('i', 'image');
  const seconds = Number(one('t', 'timeout') ?? '0');
  if (service === undefined) return leaves('it names no service');
  return means(
    ...(region === undefined ? [] : [{ kind: 'region', region } as const]),
    ...(image === undefined ? [] : [{ kind: 'container', container: 0, image, ...none } as const]),
    {
      kind: 'update',
      cluster: one('c', 'cluster') ?? 'default',
      service,
      settings: {},
      minutes: seconds >= 60 ? Math.ceil(seconds / 60) : null,
    },
  );
}
