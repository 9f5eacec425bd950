import type { Operation } from '../../../service.ts';
import { textIn } from '../../input.ts';
import type { EcsState } from '../state.ts';
import { taggedResource } from '../tagged-resource.ts';

export const listTagsForResource: Operation<EcsState> = (state, { input }) => ({
  tags: taggedResource(state, textIn(input, 'resourceArn') ?? '').tags,
});
