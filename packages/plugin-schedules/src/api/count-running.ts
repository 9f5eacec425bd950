import type { RunContext } from '@funade/core/author';
import { readIfAllowed } from './call.ts';
import { useEcs } from './clients.ts';

/** ECS keeps so much of the name of who started a task. */
const longest = 36;

/** What EventBridge and its Scheduler start tasks as, as far as that is known: AWS documents it nowhere. */
export function startedBy(type: 'rule' | 'schedule', name: string): string {
  return `${type === 'rule' ? 'events-rule' : 'chronos-schedule'}/${name.replaceAll(/[^\w-]/g, '-')}`.slice(0, longest);
}

/** How many tasks run that were started by this name; 0 also when nobody may look. */
export async function countRunning(cluster: string, starter: string, context: RunContext): Promise<number> {
  const { client, sdk } = await useEcs(context);
  const found = await readIfAllowed(
    async () => {
      const command = new sdk.ListTasksCommand({ cluster, startedBy: starter });
      return (await client.send(command, { abortSignal: context.signal })).taskArns ?? [];
    },
    { operation: 'ecs:ListTasks', subject: starter },
  ).catch(() => null);
  return found?.length ?? 0;
}
