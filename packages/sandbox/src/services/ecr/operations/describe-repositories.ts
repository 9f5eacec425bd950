import { AwsFault, type Operation } from '../../../model/service.ts';
import { repositoryMissing } from '../../registry/find-repository.ts';
import type { RegistryState } from '../../registry/state.ts';
import { text, texts } from '../input.ts';
import { page } from '../pages.ts';
import { repositoryView } from '../views.ts';

export const describeRepositories: Operation<RegistryState> = (state, { input }) => {
  const registry = text(input, 'registryId') ?? state.account;
  const names = texts(input, 'repositoryNames');
  const ours = registry === state.account ? state.repositories : new Map();
  const missing = names.find((name) => !ours.has(name));
  if (missing !== undefined) {
    throw new AwsFault('RepositoryNotFoundException', repositoryMissing({ ...state, account: registry }, missing));
  }
  const wanted = names.length === 0 ? [...ours.keys()].sort() : names;
  const { items, nextToken } = page(input, wanted);
  const repositories = items.flatMap((name) => {
    const repository = state.repositories.get(name);
    return repository === undefined ? [] : [repositoryView(state, repository)];
  });
  return { repositories, nextToken };
};
