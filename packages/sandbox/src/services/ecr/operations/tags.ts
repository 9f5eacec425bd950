import type { Operation } from '../../../model/service.ts';
import type { RegistryState } from '../../registry/state.ts';
import { texts } from '../input.ts';
import { readTags, taggedRepository, tagsView } from '../tags.ts';

export const tagResource: Operation<RegistryState> = (state, { input }) => {
  const { resourceTags } = taggedRepository(state, input);
  for (const [key, value] of readTags(input)) resourceTags.set(key, value);
  return {};
};

export const untagResource: Operation<RegistryState> = (state, { input }) => {
  const { resourceTags } = taggedRepository(state, input);
  for (const key of texts(input, 'tagKeys')) resourceTags.delete(key);
  return {};
};

export const listTagsForResource: Operation<RegistryState> = (state, { input }) =>
  tagsView(taggedRepository(state, input));
