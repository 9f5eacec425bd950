import type { FoundFile, FoundProject } from '../model/found-project.ts';
import { noted, type ValueObject } from '../model/value.ts';

/** What a first config is made from where nothing is there to be read. */
export interface StartFacts {
  readonly project: string;
  readonly service: string;
  readonly environments: readonly string[];
  /** Null: not known yet. */
  readonly account: string | null;
  readonly region: string;
  /** Null: one that is named as usual. */
  readonly role: string | null;
  /** The branch that deploys to the first environment; null: none is checked out. */
  readonly branch: string | null;
  /** The folder with the Dockerfile of the service; null: there is none. */
  readonly dockerfile: string | null;
}

const sampleAccount = '111111111111';

/** A project of one service, which plans and deploys on a sandbox as it is. Touches nothing. */
export function startProject(facts: StartFacts): FoundProject {
  const { project, service, environments } = facts;
  return {
    origin: 'what was answered',
    project,
    plugins: [],
    environments: Object.fromEntries(environments.map((name, index) => [name, environmentOf(index, facts)])),
    tagRules: tagRulesOf(facts),
    services: {
      [service]: {
        environments: Object.fromEntries(environments.map((name) => [name, serviceOf(facts)])),
      },
    },
    files: facts.dockerfile === null ? [serverOf(service)] : [],
    left: [],
  };
}

function environmentOf(index: number, { account, region, role, environments }: StartFacts): ValueObject {
  const id = account ?? sampleAccount;
  const last = index > 0 && index === environments.length - 1;
  return {
    account: account === null && index === 0 ? noted(id, 'Your own; this one is of the sandbox.') : id,
    region,
    role:
      index === 0
        ? noted(
            role ?? `arn:aws:iam::${id}:role/deploy`,
            'Assumed with the token of the CI job, or from the credentials of a laptop.',
          )
        : (role ?? `arn:aws:iam::${id}:role/deploy`),
    ...(last ? { confirm: noted(true, 'Ask before anything changes; --yes confirms.') } : {}),
  };
}

function tagRulesOf({ environments, branch }: StartFacts): readonly ValueObject[] {
  const [first] = environments;
  return [
    { tag: /^v\d+\.\d+\.\d+$/, environments: [...environments] },
    ...(branch === null || first === undefined
      ? []
      : [{ branch, environments: [first], imageTag: '{{release.branch}}-{{release.shortCommit}}' }]),
  ];
}

function serviceOf({ project, service, dockerfile }: StartFacts): ValueObject {
  return {
    ecr: {
      repository: noted(`${project}/${service}`, 'Name of the repository in ECR, without host and tag.'),
      build:
        dockerfile === null
          ? noted(
              { context: `services/${service}`, from: 'scratch', content: { 'server.js': '/app/server.js' } },
              "Made from files, without a container engine. `scratch` is enough for the sandbox; to run it:\nfrom: 'public.ecr.aws/docker/library/node:24-slim', entrypoint: ['node', '/app/server.js']\nWith a Dockerfile in that folder: build: { context: 'services/" +
                service +
                "' }",
            )
          : { context: dockerfile },
    },
    ecs: {
      cluster: noted(`${project}-{{environment.name}}`, 'The cluster and the service as they are called in ECS.'),
      service,
      container: noted('app', 'The container of the task definition that gets the image.'),
    },
  };
}

function serverOf(service: string): FoundFile {
  return {
    path: `services/${service}/server.js`,
    text: `import { createServer } from 'node:http';\n\ncreateServer((_request, response) => response.end('${service}\\n')).listen(8080);\n`,
  };
}

/** Projects with every comment that a first config of these services has. */
export function startProjects({ project, environments, services }: FoundProject): readonly FoundProject[] {
  const facts = {
    project,
    environments: Object.keys(environments),
    account: null,
    region: '',
    role: null,
    branch: null,
  };
  return Object.keys(services).map((service) => startProject({ ...facts, service, dockerfile: null }));
}
