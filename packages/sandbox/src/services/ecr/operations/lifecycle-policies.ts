import { AwsFault, type Operation } from '../../../model/service.ts';
import type { Lifecycle, RegistryState, Repository } from '../../registry/state.ts';
import { findRepository } from '../find.ts';
import { seconds, text } from '../input.ts';
import { evaluationPause } from '../lifecycle/apply.ts';
import { readPolicy } from '../lifecycle/read-policy.ts';

export const putLifecyclePolicy: Operation<RegistryState> = (state, { input, now }) => {
  const repository = findRepository(state, input);
  const policy = text(input, 'lifecyclePolicyText') ?? '';
  repository.lifecycle = { text: policy, rules: readPolicy(policy), evaluatedAt: null, dueAt: now + evaluationPause };
  return { ...placeOf(state, repository), lifecyclePolicyText: policy };
};

export const getLifecyclePolicy: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  return policyView(state, repository, lifecycleOf(state, repository));
};

export const deleteLifecyclePolicy: Operation<RegistryState> = (state, { input }) => {
  const repository = findRepository(state, input);
  const lifecycle = lifecycleOf(state, repository);
  repository.lifecycle = null;
  return policyView(state, repository, lifecycle);
};

function lifecycleOf({ account }: RegistryState, { name, lifecycle }: Repository): Lifecycle {
  if (lifecycle !== null) return lifecycle;
  throw new AwsFault(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`,
  );
}

function policyView(state: RegistryState, repository: Repository, { text: policy, evaluatedAt }: Lifecycle) {
  return {
    ...placeOf(state, repository),
    lifecyclePolicyText: policy,
    ...(evaluatedAt === null ? {} : { lastEvaluatedAt: seconds(evaluatedAt) }),
  };
}

function placeOf({ account }: RegistryState, { name }: Repository) {
  return { registryId: account, repositoryName: name };
}
