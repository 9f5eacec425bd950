import { isObject, listIn, objectIn, objectsIn, textIn, textsIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule, type Subject } from './subject.ts';

/** Memory in MiB that Fargate takes for each CPU value: from, to, in steps of. */
const memories: Readonly<Record<string, readonly number[]>> = {
  '256': [512, 1024, 2048],
  '512': steps(1024, 4096, 1024),
  '1024': steps(2048, 8192, 1024),
  '2048': steps(4096, 16_384, 1024),
  '4096': steps(8192, 30_720, 1024),
  '8192': steps(16_384, 61_440, 4096),
  '16384': steps(32_768, 122_880, 8192),
  '32768': [61_440, 122_880, 249_856],
};

const windowsCpu = ['1024', '2048', '4096'];

/**
 * What Fargate needs and does not take.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export const fargateRules: readonly Rule[] = [size, refusedOfTask, refusedOfContainers, refusedOfVolumes].map(
  (rule): Rule =>
    (subject) =>
      subject.isFargate ? rule(subject) : undefined,
);

function size({ body, networkMode, isWindows }: Subject): string | undefined {
  if (body.cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
  if (body.memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
  if (networkMode !== 'awsvpc') return "Fargate only supports network mode 'awsvpc'.";
  const cpu = String(body.cpu);
  const sizes = Object.hasOwn(memories, cpu) ? memories[cpu] : undefined;
  const fits = sizes?.includes(Number(body.memory)) === true && (!isWindows || windowsCpu.includes(cpu));
  return fits ? undefined : `No Fargate configuration exists for given values: ${cpu} CPU, ${body.memory} memory.`;
}

function refusedOfTask({ body }: Subject): string | undefined {
  if (body.ipcMode !== undefined) return unsupported('ipcMode');
  if (body.pidMode === 'host') {
    return "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.";
  }
  return (objectsIn(body, 'placementConstraints') ?? []).length > 0 ? unsupported('constraints') : undefined;
}

function refusedOfContainers({ containers }: Subject): string | undefined {
  return firstSaid(containers, (container) => {
    if (container.privileged === true) return "Fargate requires that the 'privileged' setting be 'false'.";
    if ((listIn(container, 'dockerSecurityOptions') ?? []).length > 0) return unsupported('dockerSecurityOptions');
    const needs = objectsIn(container, 'resourceRequirements') ?? [];
    if (needs.some(({ type }) => type === 'GPU')) {
      return 'Tasks using the Fargate launch type do not support GPU resource requirements';
    }
    return linuxParameters(objectIn(container, 'linuxParameters') ?? {});
  });
}

function linuxParameters(parameters: WireObject): string | undefined {
  if ((listIn(parameters, 'devices') ?? []).length > 0) return unsupported('devices');
  if (parameters.maxSwap !== undefined) return unsupported('maxSwap');
  const added = textsIn(objectIn(parameters, 'capabilities') ?? {}, 'add') ?? [];
  const bad = added.find((capability) => capability !== 'SYS_PTRACE');
  return bad === undefined ? undefined : `${bad} is not allowed on Fargate.`;
}

function refusedOfVolumes({ body }: Subject): string | undefined {
  return firstSaid(objectsIn(body, 'volumes') ?? [], (volume) => {
    if (isObject(volume.dockerVolumeConfiguration)) return unsupported('dockerVolumeConfiguration');
    return textIn(objectIn(volume, 'host') ?? {}, 'sourcePath') === undefined ? undefined : unsupported('sourcePath');
  });
}

function unsupported(field: string): string {
  return `Fargate compatible task definitions do not support ${field}`;
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
