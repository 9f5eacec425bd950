import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { pageOf } from '../pages.ts';
import type { EcsState } from '../state.ts';

export const listTaskDefinitions: Operation<EcsState> = (state, { input }) => {
  const family = textIn(input, 'familyPrefix');
  const wanted = textIn(input, 'status') ?? 'ACTIVE';
  const families = [...state.families.entries()]
    .filter(([name]) => family === undefined || name === family)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const arns = families.flatMap(([, revisions]) =>
    revisions.filter(({ status }) => status === wanted).map(({ arn }) => arn),
  );
  if (textIn(input, 'sort') === 'DESC') arns.reverse();
  const { items, nextToken } = pageOf(arns, input, 100);
  return { taskDefinitionArns: items, nextToken };
};
