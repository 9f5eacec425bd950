import { createAccess } from '../model/access.ts';
import type { Scope } from '../model/service.ts';
import { createAutoscalingControl } from '../services/application-autoscaling/index.ts';
import { createCloudFormationControl } from '../services/cloudformation/index.ts';
import { createEcsControl } from '../services/ecs/index.ts';
import { createLoadBalancingControl } from '../services/elasticloadbalancing/index.ts';
import { createEventsControl } from '../services/events/index.ts';
import { createIamControl } from '../services/iam/index.ts';
import { createS3Control } from '../services/s3/index.ts';
import { createSchedulerControl } from '../services/scheduler/index.ts';
import { createSecretsControl } from '../services/secretsmanager/index.ts';
import { createSsmControl } from '../services/ssm/index.ts';
import type { World } from '../world/world.ts';
import type { Sandbox } from './sandbox.ts';

export type Controls = Pick<
  Sandbox,
  | 'autoscaling'
  | 'cloudFormation'
  | 'ecs'
  | 'events'
  | 'iam'
  | 'loadBalancing'
  | 's3'
  | 'scheduler'
  | 'secretsManager'
  | 'ssm'
>;

/** What tests may do to the services of a world, beside what their APIs allow. */
export function createControls({ clock, hosted, identities, lookup, s3 }: World, first: Scope): Controls {
  const now = (): number => clock.now();
  const ecsControlAt = (scope: Scope) =>
    createEcsControl(() => {
      hosted.ecs.advance(clock.now(), lookup);
      return hosted.ecs.stateOf(scope);
    });
  return {
    autoscaling: createAccess(first, (scope) =>
      createAutoscalingControl(() => {
        hosted.ecs.advance(clock.now(), lookup);
        return hosted.autoscaling.stateOf(scope);
      }, now),
    ),
    cloudFormation: createAccess(first, (scope) =>
      createCloudFormationControl(hosted.cloudFormation.stateOf(scope), now),
    ),
    ecs: createAccess(first, ecsControlAt),
    events: createAccess(first, (scope) =>
      createEventsControl(() => {
        hosted.ecs.advance(clock.now(), lookup);
        return hosted.events.stateOf(scope);
      }),
    ),
    iam: createIamControl(identities),
    scheduler: createAccess(first, (scope) =>
      createSchedulerControl(() => {
        hosted.ecs.advance(clock.now(), lookup);
        return hosted.scheduler.stateOf(scope);
      }),
    ),
    loadBalancing: createAccess(first, (scope) => createLoadBalancingControl(hosted.loadBalancing.stateOf(scope))),
    s3: createAccess(first, (scope) => createS3Control(s3, { scope, now })),
    secretsManager: createAccess(first, (scope) => createSecretsControl(hosted.secrets.stateOf(scope), now)),
    ssm: createAccess(first, (scope) => createSsmControl(hosted.ssm.stateOf(scope), now)),
  };
}
