import {
  type DefinitionProblem,
  type DefinitionView,
  objectIn,
  objectsIn,
  says,
  textIn,
  textsIn,
} from './definition-view.ts';

/** What Fargate does not take: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
export function fargateProblems({
  body,
  containers,
  fargate,
  networkMode,
  windows,
}: DefinitionView): readonly DefinitionProblem[] {
  if (!fargate) return [];
  const task: (DefinitionProblem | false)[] = [
    networkMode !== 'awsvpc' && {
      path: 'networkMode',
      message: `${networkMode === null ? 'it is missing' : JSON.stringify(networkMode)}; Fargate needs awsvpc`,
    },
    textIn(body, 'pidMode') === 'host' && {
      path: 'pidMode',
      message: '"host" is not supported on Fargate; write "task" or leave it out',
    },
    says(body, 'ipcMode') && { path: 'ipcMode', message: 'Fargate does not support it; remove it' },
    says(body, 'placementConstraints') && {
      path: 'placementConstraints',
      message: 'Fargate does not support them; remove them',
    },
    says(body, 'inferenceAccelerators') && {
      path: 'inferenceAccelerators',
      message: 'Fargate does not support them; remove them',
    },
    windows &&
      textIn(objectIn(body, 'runtimePlatform'), 'cpuArchitecture') === 'ARM64' && {
        path: 'runtimePlatform.cpuArchitecture',
        message: 'Windows runs only on X86_64',
      },
  ];
  const own = containers.flatMap(({ path, body: container }) => {
    const linux = objectIn(container, 'linuxParameters');
    const capabilities = textsIn(objectIn(linux, 'capabilities'), 'add').filter((name) => name !== 'SYS_PTRACE');
    const found: (DefinitionProblem | false)[] = [
      container.privileged === true && { path: `${path}.privileged`, message: 'Fargate runs no privileged containers' },
      says(container, 'dockerSecurityOptions') && {
        path: `${path}.dockerSecurityOptions`,
        message: 'Fargate does not support them; remove them',
      },
      says(linux, 'devices') && {
        path: `${path}.linuxParameters.devices`,
        message: 'Fargate does not support them; remove them',
      },
      says(linux, 'maxSwap') && {
        path: `${path}.linuxParameters.maxSwap`,
        message: 'Fargate does not support it; remove it',
      },
      capabilities.length > 0 && {
        path: `${path}.linuxParameters.capabilities.add`,
        message: `${capabilities.join(', ')}: Fargate can add only SYS_PTRACE`,
      },
      objectsIn(container, 'resourceRequirements').some((item) => textIn(item, 'type') === 'GPU') && {
        path: `${path}.resourceRequirements`,
        message: 'Fargate has no GPUs',
      },
    ];
    return found.filter((each) => each !== false);
  });
  return [...task.filter((each) => each !== false), ...own];
}
