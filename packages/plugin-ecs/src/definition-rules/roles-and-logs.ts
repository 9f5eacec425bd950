import { isRef } from '@funade/core';
import {
  type ContainerView,
  type DefinitionProblem,
  type DefinitionView,
  objectIn,
  says,
  textIn,
} from './definition-view.ts';

const ecrHost = /^\d{12}\.dkr[.-]ecr[.-]/;

/**
 * Where ECS itself needs a role to start a task, and what log drivers need.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function roleAndLogProblems(view: DefinitionView): readonly DefinitionProblem[] {
  return [...roleProblems(view), ...view.containers.flatMap(logProblems), ...firelensProblems(view)];
}

function roleProblems(view: DefinitionView): readonly DefinitionProblem[] {
  const { body, containers, fargate } = view;
  if (says(body, 'executionRoleArn')) return [];
  const reasons = [
    containers.some((each) => secretsOf(each)) ? 'its containers have secrets' : null,
    fargate && containers.some((each) => isFromEcr(each, view)) ? 'it pulls from ECR on Fargate' : null,
    fargate &&
    containers.some(({ body: container }) => textIn(objectIn(container, 'logConfiguration'), 'logDriver') === 'awslogs')
      ? 'it logs to awslogs on Fargate'
      : null,
  ].filter((reason) => reason !== null);
  if (reasons.length === 0) return [];
  return [{ path: 'executionRoleArn', message: `it is missing, and ECS requires it because ${reasons.join(' and ')}` }];
}

function secretsOf({ body }: ContainerView): boolean {
  return says(body, 'secrets') || says(objectIn(body, 'logConfiguration'), 'secretOptions');
}

/** An image that a step of this plan pushes goes to ECR. */
function isFromEcr({ body }: ContainerView, { ecrRepositories }: DefinitionView): boolean {
  if (says(body, 'repositoryCredentials')) return false;
  const image = textIn(body, 'image') ?? '';
  return (
    isRef(body.image) ||
    ecrHost.test(image) ||
    ecrRepositories.some((uri) => image.startsWith(`${uri}:`) || image.startsWith(`${uri}@`))
  );
}

function logProblems({ path, body }: ContainerView): readonly DefinitionProblem[] {
  const log = objectIn(body, 'logConfiguration');
  if (textIn(log, 'logDriver') !== 'awslogs' || says(objectIn(log, 'options'), 'awslogs-group')) return [];
  return [
    { path: `${path}.logConfiguration.options.awslogs-group`, message: 'it is missing, and awslogs requires it' },
  ];
}

function firelensProblems({ containers }: DefinitionView): readonly DefinitionProblem[] {
  const routers = containers.filter(({ body }) => objectIn(body, 'firelensConfiguration') !== null);
  const users = containers.filter(
    ({ body }) => textIn(objectIn(body, 'logConfiguration'), 'logDriver') === 'awsfirelens',
  );
  const [router] = routers;
  const [user] = users;
  if (user !== undefined && router === undefined) {
    return [
      {
        path: `${user.path}.logConfiguration.logDriver`,
        message: 'awsfirelens needs a container with a firelensConfiguration',
      },
    ];
  }
  if (router !== undefined && user === undefined) {
    return [{ path: `${router.path}.firelensConfiguration`, message: 'no container logs to awsfirelens' }];
  }
  return [];
}
