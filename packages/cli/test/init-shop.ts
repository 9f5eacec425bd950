import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';
import { type InitFolder, makeInitFolder } from './init-folder.ts';

export const initAccount = '111111111111';
export const initRegion = 'eu-west-1';

export interface InitShop extends InitFolder {
  readonly sandbox: Sandbox;
}

/** A folder with these files beside a sandbox with one account and region, whose role `exec` runs tasks. */
export async function makeInitShop(files: Readonly<Record<string, string>>, region: object): Promise<InitShop> {
  await using started = new AsyncDisposableStack();
  const exec = { trust: { services: ['ecs-tasks.amazonaws.com'] } };
  const seed = {
    accounts: { [initAccount]: { roles: { exec }, regions: { [initRegion]: region } } },
  } as unknown as Seed;
  const sandbox = await startSandbox({ seed });
  started.use(sandbox);
  const folder = await makeInitFolder({
    env: {
      ...sandbox.environment({ account: initAccount, region: initRegion }),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  });
  started.use(folder);
  for (const [path, text] of Object.entries(files)) await folder.write(path, text);
  const owned = started.move();
  return {
    ...folder,
    sandbox,
    funade: (typed, options = {}) => folder.funade(typed, { clock: sandbox.clock, ...options }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Two images of a repository, v1.0.0 and v2.0.0. */
export const twoImages = {
  images: [
    { tags: ['v1.0.0'], files: { '/v': '1' } },
    { tags: ['v2.0.0'], files: { '/v': '2' } },
  ],
};

export const fargateService = {
  desiredCount: 1,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a'], securityGroups: ['sg-0a'] } },
};

/** The definition of a family that runs `container` with v1.0.0 of a repository. */
export const definitionOf = (family: string, container: string, repository: string) => ({
  family,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: `arn:aws:iam::${initAccount}:role/exec`,
  containerDefinitions: [{ name: container, image: `{{registry}}/${repository}:v1.0.0`, essential: true }],
});
