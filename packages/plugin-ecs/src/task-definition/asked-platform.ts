import { isJsonObject, type JsonObject } from '@funade/core';

const architectures: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };

/**
 * What a task definition asks its images to run on, as images say it: `linux/arm64`. Fargate runs on `LINUX` and `X86_64`
 * unless `runtimePlatform` says otherwise. Null where nobody says: then the instances decide.
 *
 * Source: ECS RuntimePlatform, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function askedPlatform({ runtimePlatform, requiresCompatibilities }: JsonObject): string | null {
  const written = isJsonObject(runtimePlatform) ? runtimePlatform : {};
  const launchTypes = Array.isArray(requiresCompatibilities) ? requiresCompatibilities : [];
  const onFargate = launchTypes.length > 0 && launchTypes.every((type) => type === 'FARGATE');
  const cpu = written.cpuArchitecture ?? (onFargate ? 'X86_64' : null);
  const family = written.operatingSystemFamily ?? (onFargate ? 'LINUX' : null);
  const architecture = architectures[String(cpu)];
  if (architecture === undefined || family === null) return null;
  return `${String(family).startsWith('WINDOWS') ? 'windows' : 'linux'}/${architecture}`;
}

/** Whether an image of these platforms runs where `asked` is asked for; one that does not say what it is for may. */
export function runsOn(platforms: readonly string[], asked: string): boolean {
  const plain = (platform: string): string => platform.split('/', 2).join('/');
  return platforms.length === 0 || platforms.some((platform) => plain(platform) === plain(asked));
}
