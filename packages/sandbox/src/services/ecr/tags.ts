import { AwsFault, type WireObject } from '../../model/service.ts';
import type { RegistryState, Repository } from '../registry/state.ts';
import { invalidParameter, objects, text } from './input.ts';

/** `tags` of a request by key; ECR writes `Key` and `Value`. */
export function readTags(input: WireObject): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of objects(input, 'tags')) {
    const key = text(tag, 'Key');
    if (key === null) throw invalidParameter('tags', 'Key must not be null');
    tags.set(key, text(tag, 'Value') ?? '');
  }
  return tags;
}

/** The repository behind a `resourceArn`. */
export function taggedRepository({ repositories }: RegistryState, input: WireObject): Repository {
  const arn = text(input, 'resourceArn') ?? '';
  for (const repository of repositories.values()) if (repository.arn === arn) return repository;
  throw new AwsFault('RepositoryNotFoundException', `The repository with arn '${arn}' does not exist`);
}

export function tagsView({ resourceTags }: Repository): WireObject {
  return { tags: [...resourceTags].map(([Key, Value]) => ({ Key, Value })) };
}
