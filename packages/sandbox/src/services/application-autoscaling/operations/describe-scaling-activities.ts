import { numberIn, textIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import type { AutoscalingState } from '../state.ts';

const most = 50;

/** What was scaled, newest first. */
export const describeScalingActivities: Operation<AutoscalingState> = ({ activities }, { input }) => {
  const resourceId = textIn(input, 'ResourceId');
  const found = activities.filter(({ ResourceId }) => resourceId === undefined || ResourceId === resourceId);
  const size = Math.min(numberIn(input, 'MaxResults') ?? most, most);
  const page = pageOf(found, { size, token: textIn(input, 'NextToken') });
  if (page === null) throw new AwsFault('InvalidNextTokenException', 'The next token is invalid');
  return { ScalingActivities: page.items, NextToken: page.nextToken };
};
