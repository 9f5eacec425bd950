import { RegistryFault } from './registry-fault.ts';
import type { RegistryState, Repository } from './state.ts';

/** The text both ECR and its registry have for it. */
export function repositoryMissing({ account }: RegistryState, name: string): string {
  return `The repository with name '${name}' does not exist in the registry with id '${account}'`;
}

/** The repository of a registry request; refuses with NAME_UNKNOWN. */
export function findRepository(state: RegistryState, name: string): Repository {
  const repository = state.repositories.get(name);
  if (repository === undefined)
    throw new RegistryFault('NAME_UNKNOWN', repositoryMissing(state, name), { status: 404 });
  return repository;
}

/** The digest that a tag or a digest stands for in this repository; null when there is no such image, or only one that is archived. */
export function resolveReference(
  { tags, images }: Repository,
  reference: string,
  among: 'active' | 'any' = 'active',
): string | null {
  const digest = reference.includes(':') ? reference : tags.get(reference);
  const image = digest === undefined ? undefined : images.get(digest);
  return image !== undefined && (among === 'any' || image.status === 'ACTIVE') ? image.digest : null;
}
