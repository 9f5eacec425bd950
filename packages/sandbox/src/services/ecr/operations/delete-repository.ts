import { AwsFault, type Operation } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository } from '../find.ts';
import { repositoryView } from '../views.ts';

export const deleteRepository: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  if (repository.images.size > 0 && input.force !== true) {
    throw new AwsFault(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${state.account}' cannot be deleted because it still contains images`,
    );
  }
  state.repositories.delete(repository.name);
  return { repository: repositoryView(state, repository) };
};
