import { objectIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';

/** `Linux`, `Windows_Server_2022_Core`: as services and tasks name it. */
export function platformFamily(body: WireObject | undefined): string {
  const written = operatingSystem(body);
  if (written === 'LINUX') return 'Linux';
  return written
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('_');
}

/** `linux/amd64`, `windows/amd64`: what its images must be for. */
export function imagePlatform(body: WireObject | undefined): string {
  const system = operatingSystem(body).startsWith('WINDOWS') ? 'windows' : 'linux';
  return `${system}/${architecture(body) === 'ARM64' ? 'arm64' : 'amd64'}`;
}

function operatingSystem(body: WireObject | undefined): string {
  return textIn(objectIn(body ?? {}, 'runtimePlatform') ?? {}, 'operatingSystemFamily') ?? 'LINUX';
}

function architecture(body: WireObject | undefined): string {
  return textIn(objectIn(body ?? {}, 'runtimePlatform') ?? {}, 'cpuArchitecture') ?? 'X86_64';
}
