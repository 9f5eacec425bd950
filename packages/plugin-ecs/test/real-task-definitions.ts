/** A task definition as teams run them, and the container that is deployed. */
export interface RealTaskDefinition {
  readonly what: string;
  readonly container: string;
  /** Body of RegisterTaskDefinition, as text: digits count. */
  readonly body: string;
}

const image = (name: string) => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${name}`;
const common = '"executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"';
const fargate = `"networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], ${common}`;

/** The shapes that tools have lost parts of: each was somebody's bug report about one. */
export const realTaskDefinitions: readonly RealTaskDefinition[] = [
  {
    what: 'a worker made in the console: named ports, log options, fault injection off',
    container: 'worker-container',
    body: `{ "family": "Worker-Task", ${fargate}, "cpu": "512", "memory": "1024", "enableFaultInjection": false,
      "taskRoleArn": "arn:aws:iam::123456789012:role/WorkerTaskRole", "volumes": [], "placementConstraints": [],
      "runtimePlatform": { "cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX" },
      "containerDefinitions": [{ "name": "worker-container", "image": "${image('worker')}", "cpu": 0, "essential": true,
        "portMappings": [{ "containerPort": 80, "hostPort": 80, "protocol": "tcp", "name": "worker-80-tcp", "appProtocol": "http" }],
        "environment": [], "environmentFiles": [], "mountPoints": [], "volumesFrom": [], "ulimits": [], "systemControls": [],
        "logConfiguration": { "logDriver": "awslogs", "secretOptions": [], "options": { "awslogs-group": "/ecs/Worker-Task",
          "awslogs-create-group": "true", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "ecs" } } }] }`,
  },
  {
    what: 'memory on the task alone, for managed instances',
    container: 'app',
    body: `{ "family": "observed", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
      "requiresCompatibilities": ["MANAGED_INSTANCES"], "containerDefinitions": [
      { "name": "app", "image": "${image('app:1')}", "cpu": 0, "essential": true },
      { "name": "beyla", "image": "grafana/beyla:1", "cpu": 0, "essential": false }] }`,
  },
  {
    what: 'a file system behind an access point',
    container: 'app',
    body: `{ "family": "files", ${fargate}, "cpu": "256", "memory": "512", "volumes": [{ "name": "efs-const",
      "efsVolumeConfiguration": { "fileSystemId": "fs-0123", "rootDirectory": "/", "transitEncryption": "ENABLED",
        "transitEncryptionPort": 2999, "authorizationConfig": { "accessPointId": "fsap-0123", "iam": "DISABLED" } } }],
      "containerDefinitions": [{ "name": "app", "image": "${image('files:7')}", "essential": true,
        "mountPoints": [{ "sourceVolume": "efs-const", "containerPath": "/const", "readOnly": true }] }] }`,
  },
  {
    what: 'variables that are empty on purpose, secrets, and an account with a leading zero',
    container: 'app',
    body: `{ "family": "placeholders", ${fargate}, "cpu": "256", "memory": "512", "containerDefinitions": [
      { "name": "app", "image": "${image('placeholders:1')}", "essential": true, "command": [], "entryPoint": [""],
        "environment": [{ "name": "DEMO_VAR", "value": "" }, { "name": "PLACEHOLDER_PORT", "value": "80" },
          { "name": "ACCOUNT", "value": "012345678901" }, { "name": "SNOWFLAKE", "value": "0123456789012345678" }],
        "secrets": [{ "name": "DB_URL", "valueFrom": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf:url::" }],
        "stopTimeout": 0, "interactive": false, "workingDirectory": "" }] }`,
  },
  {
    what: 'a mesh with a proxy, dependencies, tags of both kinds, shared process namespace',
    container: 'web',
    body: `{ "family": "mesh", ${fargate}, "cpu": "512", "memory": "1024", "pidMode": "task",
      "tags": [{ "key": "team", "value": "checkout" }, { "key": "empty", "value": "" }],
      "proxyConfiguration": { "type": "APPMESH", "containerName": "envoy", "properties": [
        { "name": "IgnoredUID", "value": "1337" }, { "name": "EgressIgnoredPorts", "value": "" }] },
      "containerDefinitions": [
      { "name": "envoy", "image": "public.ecr.aws/appmesh/aws-appmesh-envoy@sha256:${'1'.repeat(64)}", "essential": true, "user": "1337",
        "healthCheck": { "command": ["CMD-SHELL", "curl -s http://localhost:9901/ready"], "interval": 5, "timeout": 2, "retries": 3, "startPeriod": 10 } },
      { "name": "web", "image": "${image('web:v1.3.9')}", "essential": true,
        "dependsOn": [{ "containerName": "envoy", "condition": "HEALTHY" }],
        "linuxParameters": { "initProcessEnabled": true, "sharedMemorySize": 0 },
        "ulimits": [{ "name": "nofile", "softLimit": 1048576, "hardLimit": 1048576 }] }] }`,
  },
  {
    what: 'an agent first, then two containers of one image, on instances',
    container: 'web',
    body: `{ "family": "agents", "networkMode": "bridge", "requiresCompatibilities": ["EC2"], "ipcMode": "host",
      "placementConstraints": [{ "type": "memberOf", "expression": "attribute:ecs.instance-type =~ t3.*" }],
      "containerDefinitions": [
      { "name": "datadog-agent", "image": "public.ecr.aws/datadog/agent@sha256:${'2'.repeat(64)}", "memory": 256, "essential": false },
      { "name": "migrate", "image": "${image('web:v1.3.9')}", "memoryReservation": 128, "essential": false, "links": ["datadog-agent"] },
      { "name": "web", "image": "${image('web:v1.3.9')}", "memory": 512, "essential": true, "privileged": false,
        "portMappings": [{ "containerPort": 80, "hostPort": 0 }], "dockerLabels": { "com.datadoghq.tags.service": "web", "empty": "" },
        "resourceRequirements": [{ "type": "GPU", "value": "1", "futureSharing": "future" }] }] }`,
  },
  {
    what: 'members that no SDK knows at every level, and numbers that JavaScript cannot hold',
    container: 'app',
    body: `{ "family": "future", ${fargate}, "cpu": "256", "memory": "512", "ephemeralStorage": { "sizeInGiB": 21, "futureTier": "" },
      "futureTaskField": { "mode": "ON", "limit": 12345678901234567890, "none": null },
      "containerDefinitions": [{ "name": "app", "image": "${image('future:1')}", "essential": true,
        "restartPolicy": { "enabled": true, "ignoredExitCodes": [0], "futureBackoff": 1.50 },
        "futureContainerField": [1e3, -9223372036854775809, { "deep": [[], {}, ""] }] }] }`,
  },
];
