import type { EcsTargetOptions } from './options.ts';

/** The container that Express Mode serves: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-advanced-customization.html */
export const mainContainer = 'Main';

/** What cannot be written beside `ecs.express`, and where it stands. */
export interface ExpressIssue {
  readonly path: readonly string[];
  readonly message: string;
}

type Written = Pick<
  EcsTargetOptions,
  'express' | 'service' | 'container' | 'containers' | 'settings' | 'taskDefinition' | 'tasks'
>;

/** Members that a task definition of one's own stands for: AWS takes it only without them. */
const replaced = ['primaryContainer', 'executionRoleArn', 'taskRoleArn', 'cpu', 'memory'] as const;

const spellings: Readonly<Record<string, string>> = {
  desiredCount: 'an Express service is scaled by ECS: write ecs.express.scalingTarget',
  autoscaling: 'an Express service is scaled by ECS: write ecs.express.scalingTarget',
  networkConfiguration: 'write ecs.express.networkConfiguration',
  tags: 'write ecs.express.tags',
};

/** What of the written options Express Mode does not take. */
export function expressIssues(written: Written): readonly ExpressIssue[] {
  const { express, service, settings = {} } = written;
  if (express === undefined) return [];
  return [
    ...(service === undefined ? [{ path: ['service'], message: 'is required: ecs.express is of a service' }] : []),
    ...Object.keys(settings).map((name) => ({
      path: ['settings', name],
      message: spellings[name] ?? 'it is set by ECS for an Express service, which takes no other',
    })),
    ...(written.taskDefinition === undefined ? ofMain(written) : ofOwnDefinition(express)),
  ];
}

/** ECS makes the revisions, of one container. */
function ofMain({ container = mainContainer, containers = {}, tasks = {} }: Written): readonly ExpressIssue[] {
  const several = Object.entries(containers);
  return [
    ...(container === mainContainer
      ? []
      : [
          {
            path: ['container'],
            message: `an Express service has one container, ${mainContainer}, unless ecs.taskDefinition says more`,
          },
        ]),
    ...several.map(([name]) => ({
      path: ['containers', name],
      message:
        name === mainContainer
          ? 'write it under ecs.express.primaryContainer; its image is the image of the service'
          : `an Express service has one container, ${mainContainer}, unless ecs.taskDefinition says more`,
    })),
    ...Object.entries(tasks).flatMap(([name, { when }]) =>
      when === 'before'
        ? [
            {
              path: ['tasks', name],
              message:
                'the revision is registered by ECS when the service is updated: a task before that needs ecs.taskDefinition',
            },
          ]
        : [],
    ),
  ];
}

function ofOwnDefinition(express: NonNullable<Written['express']>): readonly ExpressIssue[] {
  return replaced.flatMap((name) =>
    express[name] === undefined
      ? []
      : [{ path: ['express', name], message: 'ecs.taskDefinition says it, and AWS takes only one of them' }],
  );
}
