import { sessionStepId } from '@funade/aws';
import {
  type Json,
  type JsonObject,
  type Note,
  type OperationFragment,
  type OperationRequest,
  type PluginTarget,
  ref,
  type Step,
  type TargetId,
} from '@funade/core';
import { formatDuration } from '../model/duration.ts';
import { revisionName } from '../model/revision-name.ts';
import { startedDeployment } from '../model/started-deployment.ts';
import type { EcsOptions } from '../options/options.ts';
import type { FlightFacts } from './operations.ts';

/** The steps of an operation on what is in progress; a target with nothing in progress gets none. Touches nothing. */
export function planOperation(
  { operation, environment, targets }: OperationRequest<EcsOptions>,
  facts: Readonly<Record<string, FlightFacts>>,
): OperationFragment {
  const flying = targets.flatMap((target) => {
    const flight = facts[target.id];
    return flight === undefined ? [] : [{ target, flight }];
  });
  const acted = operation === 'continue' ? flying.filter(({ flight }) => flight.hook !== null) : flying;
  const session = sessionStepId(environment.name);
  const plans = {
    watch: (each: Flying) => [waitStep(each, [])],
    continue: continueSteps,
    abort: abortSteps,
  };
  return {
    steps: acted
      .flatMap((each) => plans[operation](each))
      .map((step) => ({ ...step, needs: [session, ...step.needs] })),
    notes: flying.map((each) => noteOf(each)),
    warnings: [],
  };
}

interface Flying {
  readonly target: PluginTarget<EcsOptions>;
  readonly flight: FlightFacts;
}

function noteOf({ target: { id }, flight }: Flying): Note {
  const { started, goingBack, hook, startedBefore } = flight;
  const { deploymentId, taskDefinition } = started;
  const to = taskDefinition === '' ? '' : ` of ${revisionName(taskDefinition)}`;
  const onTheWay = hook === null ? 'is in progress' : `is waiting for approval (hook ${hook})`;
  const state = startedBefore ? 'was started by an earlier run' : goingBack ? 'is being rolled back' : onTheWay;
  return { targets: [id], label: id, text: `deployment ${deploymentId}${to} ${state}` };
}

function waitStep({ target, flight }: Flying, needs: Step['needs']): Step {
  const { policy, images } = flight;
  const { budgetSeconds } = policy;
  return step('ecs.wait-for-rollout', target.id, {
    title: `wait for ${target.options.service} (up to ${formatDuration(budgetSeconds)})`,
    input: { ...placeOf(target), ...flight.started, images, ...policy, onCancel: 'leave' },
    needs,
  });
}

function continueSteps(flying: Flying): readonly Step[] {
  const { target, flight } = flying;
  const proceed = step('ecs.continue-service-deployment', target.id, {
    title: `continue ${flight.started.deploymentId} of ${target.options.service}`,
    input: { serviceDeploymentArn: flight.serviceDeployment, hookId: flight.hook },
    needs: [],
  });
  return [proceed, waitStep(flying, [proceed.id])];
}

/** What ECS rolls back already is only waited for. */
function abortSteps({ target, flight }: Flying): readonly Step[] {
  const { started, serviceDeployment, goingBack, policy } = flight;
  const { deploymentId } = started;
  const { budgetSeconds } = policy;
  const place = placeOf(target);
  const stop = step('ecs.stop-service-deployment', target.id, {
    title: `roll back ${deploymentId} of ${target.options.service}`,
    input: { ...place, serviceDeployment, started },
    needs: [],
  });
  const wait = (following: JsonObject, needs: Step['needs']): Step =>
    step('ecs.wait-for-way-back', target.id, {
      title: `wait until the previous version of ${target.options.service} is serving (up to ${formatDuration(budgetSeconds)})`,
      input: { ...place, aborted: deploymentId, ...following, budgetSeconds },
      needs,
    });
  if (goingBack) return [wait({ how: 'by-ecs', ...started }, [])];
  const names = ['how', ...Object.keys(startedDeployment.shape)];
  const outputs = Object.fromEntries(names.map((name) => [name, ref(stop.id, name) as unknown as Json]));
  return [stop, wait(outputs, [stop.id])];
}

function placeOf({ options }: PluginTarget<EcsOptions>): { readonly cluster: string; readonly service: string } {
  return { cluster: options.cluster, service: options.service };
}

function step(kind: string, target: TargetId, rest: Pick<Step, 'title' | 'input' | 'needs'>): Step {
  const stands = { phase: 'rollout', targets: [target], label: target } as const;
  return { id: `${kind}:${target}`, kind, ...stands, after: [], changes: [], ...rest };
}
