import type { Operation } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { findRepository } from '../find.ts';
import { readMutability } from '../mutability.ts';
import { exclusionView } from '../views.ts';

export const putImageTagMutability: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  Object.assign(repository, readMutability(input));
  return {
    registryId: state.account,
    repositoryName: repository.name,
    imageTagMutability: repository.mutability,
    ...exclusionView(repository),
  };
};
