import { numberIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import type { AwsFault, WireObject } from '../../../model/service.ts';
import { clientFault } from '../faults.ts';

const largest = 65_536;

/** Memory in MiB that Fargate takes for each CPU value: from, to, in steps of. */
const fargateMemory: Readonly<Record<string, { readonly from: number; readonly to: number; readonly step: number }>> = {
  '512': { from: 1024, to: 4096, step: 1024 },
  '1024': { from: 2048, to: 8192, step: 1024 },
  '2048': { from: 4096, to: 16_384, step: 1024 },
  '4096': { from: 8192, to: 30_720, step: 1024 },
  '8192': { from: 16_384, to: 61_440, step: 4096 },
  '16384': { from: 32_768, to: 122_880, step: 8192 },
};

/** What ECS refuses to register, as ClientException; undefined when it takes it. */
export function taskDefinitionFault(body: WireObject): AwsFault | undefined {
  const message = familyMistake(body) ?? containerMistake(body) ?? fargateMistake(body) ?? sizeMistake(body);
  return message === undefined ? undefined : clientFault(message);
}

function familyMistake(body: WireObject): string | undefined {
  const family = textIn(body, 'family') ?? '';
  if (family === '') return 'Family should not be null or empty.';
  if (family.length > 255) return 'Family name is too long. Max allowed length is 255 characters.';
  return /^[A-Za-z0-9_-]+$/.test(family) ? undefined : 'Family contains invalid characters.';
}

function containerMistake(body: WireObject): string | undefined {
  const containers = objectsIn(body, 'containerDefinitions') ?? [];
  if (containers.length === 0) return 'Container list cannot be empty.';
  const seen = new Set<string>();
  for (const container of containers) {
    const name = textIn(container, 'name') ?? '';
    if (name === '') return 'Container.name should not be null or empty.';
    if (!textIn(container, 'image')) return 'Container.image should not be null or empty.';
    if (seen.has(name)) return `Container.name '${name}' is duplicated in the task definition.`;
    seen.add(name);
    const own = numberIn(container, 'memory') ?? numberIn(container, 'memoryReservation');
    if (body.memory === undefined && own === undefined) {
      return `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`;
    }
  }
  if (containers.every((container) => container.essential === false)) {
    return 'A task definition must have at least one essential container.';
  }
  return undefined;
}

function fargateMistake(body: WireObject): string | undefined {
  if (!(textsIn(body, 'requiresCompatibilities') ?? []).includes('FARGATE')) return undefined;
  if (body.cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
  if (body.memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
  if (body.networkMode !== 'awsvpc') return "Fargate only supports network mode 'awsvpc'.";
  return fitsFargate(String(body.cpu), Number(body.memory))
    ? undefined
    : `No Fargate configuration exists for given values: ${body.cpu} CPU, ${body.memory} memory.`;
}

function fitsFargate(cpu: string, memory: number): boolean {
  if (cpu === '256') return [512, 1024, 2048].includes(memory);
  const sizes = fargateMemory[cpu];
  return sizes !== undefined && memory >= sizes.from && memory <= sizes.to && (memory - sizes.from) % sizes.step === 0;
}

function sizeMistake(body: WireObject): string | undefined {
  const length = Buffer.byteLength(JSON.stringify(body));
  return length > largest ? `Actual length: '${length}'. Max allowed length is '${largest}' bytes.` : undefined;
}
