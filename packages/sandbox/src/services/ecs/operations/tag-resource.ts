import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { taggedResource } from '../tagged-resource.ts';
import { mergeTags, tagsIn } from '../tags.ts';

export const tagResource: Operation<EcsState> = (state, { input }) => {
  const resource = taggedResource(state, textIn(input, 'resourceArn') ?? '');
  resource.tags = mergeTags(resource.tags, tagsIn(input));
  return {};
};
