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
import { parseWaitUntil, type WaitUntil } from '../model/wait-until.ts';
import type { EcsOptions } from '../options/options.ts';
import { untilText } from '../rollout/rollout-policy.ts';
import type { InProgressFacts, OperationFacts } from './operations.ts';
import { planScale } from './scale.ts';

/** The steps of an operation on what is in progress; a target with nothing in progress gets none. Touches nothing. */
export function planOperation(request: OperationRequest<EcsOptions>, facts: OperationFacts): OperationFragment {
  const { operation, environment, targets, until = 'steady' } = request;
  if (operation === 'scale') return planScale(request, facts.scale ?? {});
  const { deployments, notes } = facts;
  const point = parseWaitUntil(until);
  const inProgress = targets.flatMap((target) => {
    const deployment = deployments[target.id];
    return deployment === undefined ? [] : [{ target, deployment, until: point }];
  });
  const acted = operation === 'continue' ? inProgress.filter(({ deployment }) => deployment.hook !== null) : inProgress;
  const session = sessionStepId(environment.name);
  const plans = {
    watch: (each: TargetInProgress) => [waitStep(each, [])],
    continue: continueSteps,
    abort: abortSteps,
  };
  return {
    steps: acted
      .flatMap((each) => plans[operation](each))
      .map((step) => ({ ...step, needs: [session, ...step.needs] })),
    notes: [
      ...inProgress.filter(({ deployment }) => !deployment.ended).map((each) => noteOf(each)),
      ...targets.flatMap(({ id }) => {
        const text = notes[id];
        return text === undefined ? [] : [{ targets: [id], label: id, text }];
      }),
    ],
    warnings: [],
  };
}

interface TargetInProgress {
  readonly target: PluginTarget<EcsOptions>;
  readonly deployment: InProgressFacts;
  readonly until: WaitUntil;
}

function noteOf({ target: { id }, deployment }: TargetInProgress): Note {
  const { started, rollingBack, hook, startedBefore } = deployment;
  const { deploymentId, taskDefinition } = started;
  const to = taskDefinition === '' ? '' : ` of ${revisionName(taskDefinition)}`;
  const onTheWay = hook === null ? 'is in progress' : `is waiting for approval (hook ${hook})`;
  const state = startedBefore ? 'was started by an earlier run' : rollingBack ? 'is being rolled back' : onTheWay;
  return { targets: [id], label: id, text: `deployment ${deploymentId}${to} ${state}` };
}

function waitStep({ target, deployment, until }: TargetInProgress, needs: Step['needs']): Step {
  const { policy, images } = deployment;
  const { budgetSeconds } = policy;
  return step('ecs.wait-for-rollout', target.id, {
    title: `wait for ${target.options.service} (${untilText(until)}up to ${formatDuration(budgetSeconds)})`,
    input: {
      ...placeOf(target),
      ...deployment.started,
      images,
      ...policy,
      ...(until === 'steady' ? {} : { until }),
      onCancel: 'leave',
    },
    needs,
  });
}

function continueSteps(inProgress: TargetInProgress): readonly Step[] {
  const { target, deployment } = inProgress;
  const proceed = step('ecs.continue-service-deployment', target.id, {
    title: `continue ${deployment.started.deploymentId} of ${target.options.service}`,
    input: { serviceDeploymentArn: deployment.serviceDeployment, hookId: deployment.hook },
    needs: [],
  });
  return [proceed, waitStep(inProgress, [proceed.id])];
}

/** What ECS rolls back already is only waited for. */
function abortSteps({ target, deployment }: TargetInProgress): readonly Step[] {
  const { started, serviceDeployment, rollingBack, policy } = deployment;
  const { deploymentId } = started;
  const { budgetSeconds } = policy;
  const place = placeOf(target);
  const stop = step('ecs.stop-service-deployment', target.id, {
    title: `roll back ${deploymentId} of ${target.options.service}`,
    input: { ...place, serviceDeployment, started },
    needs: [],
  });
  const wait = (following: JsonObject, needs: Step['needs']): Step =>
    step('ecs.wait-for-rollback', target.id, {
      title: `wait until the previous version of ${target.options.service} is serving (up to ${formatDuration(budgetSeconds)})`,
      input: { ...place, aborted: deploymentId, ...following, budgetSeconds },
      needs,
    });
  if (rollingBack) return [wait({ how: 'by-ecs', ...started }, [])];
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
