import type { AwsService, Operation } from '../../model/service.ts';
import { checkedOperations } from '../../wire/checked-operations.ts';
import { advance } from './advance.ts';
import { contextOf } from './context-of.ts';
import requests from './models/requests.json' with { type: 'json' };
import { continueServiceDeployment } from './operations/continue-service-deployment.ts';
import { createCluster } from './operations/create-cluster.ts';
import { createService } from './operations/create-service.ts';
import { deleteCluster } from './operations/delete-cluster.ts';
import { deleteService } from './operations/delete-service.ts';
import { deleteTaskDefinitions } from './operations/delete-task-definitions.ts';
import { deregisterTaskDefinition } from './operations/deregister-task-definition.ts';
import { describeClusters } from './operations/describe-clusters.ts';
import { describeServiceDeployments } from './operations/describe-service-deployments.ts';
import { describeServiceRevisions } from './operations/describe-service-revisions.ts';
import { describeServices } from './operations/describe-services.ts';
import { describeTaskDefinition } from './operations/describe-task-definition.ts';
import { describeTasks } from './operations/describe-tasks.ts';
import { executeCommand } from './operations/execute-command.ts';
import * as express from './operations/express-gateway-services.ts';
import { listClusters } from './operations/list-clusters.ts';
import { listServiceDeployments } from './operations/list-service-deployments.ts';
import { listServices } from './operations/list-services.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { listTaskDefinitionFamilies } from './operations/list-task-definition-families.ts';
import { listTaskDefinitions } from './operations/list-task-definitions.ts';
import { listTasks } from './operations/list-tasks.ts';
import { registerTaskDefinition } from './operations/register-task-definition.ts';
import { runTask } from './operations/run-task.ts';
import { stopServiceDeployment } from './operations/stop-service-deployment.ts';
import { stopTask } from './operations/stop-task.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateService } from './operations/update-service.ts';
import { resourceOf } from './resource-of.ts';
import { createEcsState, type EcsState } from './state.ts';
import { takeToken } from './throttling.ts';

/** ECS: clusters, task definitions, services, tasks and deployments that take time. */
export const ecsService: AwsService<EcsState> = {
  name: 'ecs',
  wire: { protocol: 'json', targetPrefix: 'AmazonEC2ContainerServiceV20141113' },
  createState: createEcsState,
  advance,
  resource: resourceOf,
  context: contextOf,
  operations: guarded({
    ContinueServiceDeployment: continueServiceDeployment,
    CreateCluster: createCluster,
    CreateExpressGatewayService: express.createExpressGatewayService,
    CreateService: createService,
    DeleteCluster: deleteCluster,
    DeleteExpressGatewayService: express.deleteExpressGatewayService,
    DeleteService: deleteService,
    DeleteTaskDefinitions: deleteTaskDefinitions,
    DeregisterTaskDefinition: deregisterTaskDefinition,
    DescribeClusters: describeClusters,
    DescribeExpressGatewayService: express.describeExpressGatewayService,
    DescribeServiceDeployments: describeServiceDeployments,
    DescribeServiceRevisions: describeServiceRevisions,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ExecuteCommand: executeCommand,
    ListClusters: listClusters,
    ListServiceDeployments: listServiceDeployments,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
    ListTaskDefinitions: listTaskDefinitions,
    ListTasks: listTasks,
    RegisterTaskDefinition: registerTaskDefinition,
    RunTask: runTask,
    StopServiceDeployment: stopServiceDeployment,
    StopTask: stopTask,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateExpressGatewayService: express.updateExpressGatewayService,
    UpdateService: updateService,
  }),
};

/** Every operation has its tokens, and no member of another type than is published. */
function guarded(operations: Readonly<Record<string, Operation<EcsState>>>): Record<string, Operation<EcsState>> {
  return Object.fromEntries(
    Object.entries(checkedOperations(operations, requests)).map(([name, operation]) => [
      name,
      (state: EcsState, call) => {
        takeToken(state, name, call.now);
        return operation(state, call);
      },
    ]),
  );
}
