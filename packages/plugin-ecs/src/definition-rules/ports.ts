import { type DefinitionProblem, type DefinitionView, numberIn, objectsIn, says, textIn } from './definition-view.ts';
import { repeated } from './members.ts';

/** Port mappings that do not go together: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
export function portProblems({ containers, networkMode }: DefinitionView): readonly DefinitionProblem[] {
  const names = containers.flatMap(({ body }) =>
    objectsIn(body, 'portMappings').map((item) => textIn(item, 'name') ?? ''),
  );
  const mapped = containers.flatMap(({ path, body }) =>
    objectsIn(body, 'portMappings').flatMap((item, index) => {
      const at = `${path}.portMappings[${index}]`;
      const [container, host] = [numberIn(item, 'containerPort'), numberIn(item, 'hostPort')];
      const range = textIn(item, 'containerPortRange');
      const name = textIn(item, 'name');
      const found: (DefinitionProblem | false)[] = [
        container === null &&
          range === null && { path: `${at}.containerPort`, message: 'it is missing, and ECS requires it' },
        container !== null &&
          range !== null && { path: at, message: 'it has containerPort and containerPortRange; write one of them' },
        networkMode === 'none' && { path: at, message: 'networkMode none has no port mappings' },
        (networkMode === 'awsvpc' || networkMode === 'host') &&
          container !== null &&
          host !== null &&
          host !== 0 &&
          host !== container && {
            path: `${at}.hostPort`,
            message: `${host} is not containerPort ${container}, which networkMode ${networkMode} needs; leave hostPort out`,
          },
        range !== null &&
          !/^\d{1,5}-\d{1,5}$/.test(range) && {
            path: `${at}.containerPortRange`,
            message: `${JSON.stringify(range)} is not a range; write "3000-3010"`,
          },
        name !== null &&
          !/^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name) && {
            path: `${at}.name`,
            message: `${JSON.stringify(name)} is not a valid name; write at most 64 of a-z, 0-9, _ and -, and do not begin with -`,
          },
        container !== null &&
          (container < 0 || container > 65535) && {
            path: `${at}.containerPort`,
            message: `${container} is not a port`,
          },
      ];
      return found.filter((each) => each !== false);
    }),
  );
  const twice = repeated(names).map((name) => ({
    path: 'containerDefinitions',
    message: `two port mappings are named ${JSON.stringify(name)}; names are unique in a task definition`,
  }));
  const proxy = containers.filter(({ body }) => says(body, 'portMappings') && networkMode === 'awsvpc');
  return [...mapped, ...twice, ...sharedPorts(proxy)];
}

/** Containers of one task share their network interface. */
function sharedPorts(containers: DefinitionView['containers']): readonly DefinitionProblem[] {
  const ports = containers.flatMap(({ body }) =>
    objectsIn(body, 'portMappings').flatMap((item) => {
      const port = numberIn(item, 'containerPort');
      return port === null ? [] : [`${port}/${textIn(item, 'protocol') ?? 'tcp'}`];
    }),
  );
  return repeated(ports).map((port) => ({
    path: 'containerDefinitions',
    message: `container port ${port} is mapped twice; the containers of a task share its network`,
  }));
}
