import { textIn } from '../../../model/input.ts';
import { AwsFault, type Call, type Lookup, type WireObject } from '../../../model/service.ts';
import { nameIn } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import { runTask } from '../operations/run-task.ts';
import type { EcsState } from '../state.ts';
import { findTaskDefinition } from '../task-definitions.ts';

/** One time that a rule or a schedule ran something, or tried to. */
export interface Invocation {
  /** Name of the rule, or `group/name` of the schedule. */
  readonly source: string;
  /** Id of the rule's target; null for a schedule. */
  readonly target: string | null;
  readonly at: number;
  /** ARNs of the tasks. */
  readonly tasks: readonly string[];
  /** Why there are none, or fewer; null when all went well. Nobody is told on AWS. */
  readonly error: string | null;
}

/** Who runs a task when nobody calls. */
export interface Runner {
  readonly roleArn: string;
  /** `events.amazonaws.com`: what the role has to trust. */
  readonly service: string;
}

/** What can become due beside tasks and services, in the same order of time. */
export interface ExternalTimer {
  dueAt(): number | null;
  run(lookup: Lookup): void;
}

/** Runs tasks as a rule or a schedule does, with the permissions of its role; what is refused is only noted. */
export function launch(
  state: EcsState,
  { input, runner }: { readonly input: WireObject; readonly runner: Runner },
  lookup: Lookup,
): Pick<Invocation, 'tasks' | 'error'> {
  const { account, region, now } = state;
  const role = lookup.role(runner.roleArn);
  const isAllowed: Call['isAllowed'] = (action, resource, context) =>
    role?.isAllowed(action, resource, context) ?? true;
  const reference = textIn(input, 'taskDefinition') ?? '';
  const definition = findTaskDefinition(state, reference)?.arn ?? reference;
  if (role !== null && !role.trusts(runner.service))
    return { tasks: [], error: `${runner.roleArn} can not be assumed` };
  const cluster = { 'ecs:cluster': arnOf(state, `cluster/${nameIn(textIn(input, 'cluster') ?? 'default')}`) };
  if (!isAllowed('ecs:RunTask', definition, cluster))
    return { tasks: [], error: `${runner.roleArn} may not ecs:RunTask` };
  try {
    const callerArn = `arn:aws:sts::${account}:assumed-role/${runner.roleArn.split('/').at(-1)}/${account}`;
    const call = { operation: 'RunTask', input, account, region, callerArn, isAllowed, now, lookup };
    const { tasks, failures } = runTask(state, call) as {
      readonly tasks: WireObject[];
      readonly failures: WireObject[];
    };
    const [failure] = failures;
    return {
      tasks: tasks.map(({ taskArn }) => String(taskArn)),
      error: failure === undefined ? null : String(failure.reason),
    };
  } catch (error) {
    if (error instanceof AwsFault) return { tasks: [], error: `${error.code}: ${error.message}` };
    throw error;
  }
}
