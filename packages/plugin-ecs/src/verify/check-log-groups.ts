import { type Check, type RunContext, regionProblem } from '@funade/core';
import { useLogs } from '../api/read-clients.ts';
import { look } from './look.ts';
import { lookAtEach } from './look-at-each.ts';
import { logGroupsOf } from './references.ts';
import { type Found, failed, notPermitted, ok, type VerifiedTarget } from './verified-target.ts';

/** The log groups that containers write to: a task whose log group is missing does not start. */
export async function checkLogGroups(
  targets: readonly VerifiedTarget[],
  context: RunContext,
): Promise<readonly Check[]> {
  const uses = targets.flatMap(({ id, definition }) =>
    logGroupsOf(definition).map(({ region, ...use }) => {
      const place = `${region ?? context.environment.region} ${use.group}`;
      return { target: id, place, ...use };
    }),
  );
  const found = await lookAtEach(
    uses.map(({ place }) => place),
    (place) => lookAtLogGroup(place, context),
  );
  return uses.map(({ target, container, group, created, place }) => {
    const own = found.get(place) ?? ok;
    const made = created && own.result === 'failed' ? { ...ok, reason: 'the tasks create it' } : own;
    return { target, kind: 'log-group', what: `log group ${group} (${container})`, ...made };
  });
}

async function lookAtLogGroup(place: string, context: RunContext): Promise<Found> {
  const [region = '', name = ''] = place.split(' ');
  const wrong = regionProblem(region);
  if (wrong !== null) return failed(wrong);
  const { client, sdk } = await useLogs(context, region);
  const answer = await look(
    async () => {
      // The group whose name is the prefix comes first: groups are listed by name.
      const command = new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name });
      const { logGroups = [] } = await client.send(command, { abortSignal: context.signal });
      return logGroups.some(({ logGroupName }) => logGroupName === name);
    },
    { action: 'logs:DescribeLogGroups', subject: name },
  );
  if (answer.type === 'denied') return notPermitted(answer.action);
  return answer.type === 'seen' && answer.value ? ok : failed(`there is no such log group in ${region}`);
}
