import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { pageOf } from '../pages.ts';
import type { EcsState } from '../state.ts';

export const listTaskDefinitionFamilies: Operation<EcsState> = (state, { input }) => {
  const prefix = textIn(input, 'familyPrefix') ?? '';
  const wanted = textIn(input, 'status') ?? 'ALL';
  const families = [...state.families.entries()]
    .filter(([name]) => name.startsWith(prefix))
    .filter(([, revisions]) => {
      const active = revisions.some(({ status }) => status === 'ACTIVE');
      return wanted === 'ALL' || (wanted === 'ACTIVE') === active;
    })
    .map(([name]) => name)
    .sort();
  const { items, nextToken } = pageOf(families, input, 100);
  return { families: items, nextToken };
};
