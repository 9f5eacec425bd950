import type { Operation } from '../../../service.ts';
import { textIn, textsIn } from '../../input.ts';
import type { EcsState } from '../state.ts';
import { taggedResource } from '../tagged-resource.ts';

export const untagResource: Operation<EcsState> = (state, { input }) => {
  const resource = taggedResource(state, textIn(input, 'resourceArn') ?? '');
  const keys = textsIn(input, 'tagKeys') ?? [];
  resource.tags = resource.tags.filter(({ key }) => !keys.includes(key));
  return {};
};
