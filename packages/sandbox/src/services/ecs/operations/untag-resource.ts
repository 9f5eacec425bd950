import { textIn, textsIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import type { EcsState } from '../state.ts';
import { taggedResource } from '../tagged-resource.ts';

export const untagResource: Operation<EcsState> = (state, { input }) => {
  const resource = taggedResource(state, textIn(input, 'resourceArn') ?? '');
  const keys = textsIn(input, 'tagKeys') ?? [];
  resource.tags = resource.tags.filter(({ key }) => !keys.includes(key));
  return {};
};
