import { createOperation, type OperationName, plainLine } from '@funade/core';
import { loadUnfinished } from '@funade/core/node';
import type { Interruption } from '../model/interruption.ts';
import type { OperateOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { ask } from '../run/confirm.ts';
import { openStanding } from '../run/open-standing.ts';
import { runPlan, showNothingToDo } from '../run/run-plan.ts';

/** What acts on what is in progress. */
type InProgressOperation = Exclude<OperationName, 'scale'>;

/** What was typed, of the commands that act on what is in progress. */
export interface OperateInvocation {
  readonly command: InProgressOperation;
  readonly options: OperateOptions;
}

const nothing: Readonly<Record<InProgressOperation, string>> = {
  watch: 'no deployment is in progress in',
  continue: 'no deployment is paused in',
  abort: 'no deployment is in progress in',
};

const questions = {
  continue: 'continue the paused deployments in',
  abort: 'roll back the in-progress deployments in',
} as const;

/** `funade watch|continue|abort <environment>`: waits for, lets go on or rolls back what is in progress. */
export async function operate({ command, options }: OperateInvocation, io: Io, interruption: Interruption) {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, targets, context } = standing;
  const { config, state } = project;
  const named = { project: config.project, environment: environment.name };
  const { outputs: started, begun } =
    command === 'watch' ? await loadUnfinished(state, named) : { outputs: {}, begun: {} };
  const until = options.until === null ? {} : { until: options.until };
  const wanted = { operation: command, project: config.project, environment, targets, started, begun, ...until };
  const plan = await createOperation(wanted, project.plugins, context);
  const toRun = { plan, project, context };
  const json = options.json || options.reporter === 'json';
  const output = json ? io.stderr : io.stdout;
  for (const { label, text } of plan.notes) output.write(`${label}: ${plainLine(text)}\n`);
  if (plan.steps.length === 0) {
    const instead = command === 'abort' ? `; funade rollback ${environment.name} deploys what ran before` : '';
    return await showNothingToDo(toRun, { io, options, text: `${nothing[command]} ${environment.name}${instead}` });
  }
  if (command !== 'watch') {
    const { signal } = interruption;
    const question = `${questions[command]} ${environment.name}`;
    await ask(environment, { question, otherwise: 'nothing was done in', yes: options.yes, signal }, io);
  }
  return await runPlan(toRun, options, { io, interruption });
}
