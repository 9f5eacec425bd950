import { type Seed, startSandbox } from '../../src/index.ts';
import type { RepositorySeedInput } from '../../src/services/ecr/seed.ts';
import { loggedIn } from '../images.ts';

export const account = '111111111111';
export const repository = '/v2/shop/api';

export const seedOf = (repositories: Readonly<Record<string, RepositorySeedInput>>): Seed => ({
  accounts: {
    [account]: {
      roles: { reader: { permissions: { deny: ['ecr:InitiateLayerUpload'] } } },
      regions: { 'eu-west-1': { repositories } },
    },
    '222222222222': { regions: { 'eu-west-1': {} } },
  },
});

export const seed = seedOf({
  'shop/api': {},
  'shop/other': {},
  'shop/fixed': { mutability: 'IMMUTABLE' },
});

export const startWith = async (repositories?: Readonly<Record<string, RepositorySeedInput>>) => {
  const sandbox = await startSandbox({ seed: repositories === undefined ? seed : seedOf(repositories) });
  return { sandbox, registry: await loggedIn(sandbox) };
};

export const refusal = async (response: Response | Promise<Response>) => {
  const answer = await response;
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] };
  return { status: answer.status, ...errors[0] };
};
