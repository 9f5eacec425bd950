import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { taggedResource } from '../tagged-resource.ts';

export const listTagsForResource: Operation<EcsState> = (state, { input }) => ({
  tags: taggedResource(state, textIn(input, 'resourceArn') ?? '').tags,
});
