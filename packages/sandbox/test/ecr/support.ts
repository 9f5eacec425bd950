import type { Seed } from '../../src/index.ts';
import type { RepositorySeedInput } from '../../src/services/ecr/seed.ts';

export const account = '111111111111';
export const api = { repositoryName: 'shop/api' };

export const seedOf = (repositories: Readonly<Record<string, RepositorySeedInput>>): Seed => ({
  accounts: {
    [account]: {
      roles: { reader: { permissions: { deny: ['ecr:PutImage'] } } },
      regions: { 'eu-west-1': { repositories } },
    },
  },
});

export const seed = seedOf({
  'shop/api': {
    images: [
      { tags: ['v1', 'v1.0'], files: { '/a': 'one' } },
      { tags: ['v2'], files: { '/a': 'two' } },
      { files: { '/a': 'three' } },
    ],
  },
  'shop/empty': {},
  'shop/fixed': { mutability: 'IMMUTABLE', images: [{ tags: ['v1'], files: { '/a': 'one' } }] },
});
