import type { DefinitionProblem, DefinitionView } from './definition-view.ts';

/** MiB of memory that go with so many CPU units: from, to, step; or a list of them. */
type Memories = { readonly from: number; readonly to: number; readonly step: number } | readonly number[];

/**
 * The sizes of Fargate.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const sizes: ReadonlyMap<number, Memories> = new Map<number, Memories>([
  [256, [512, 1024, 2048]],
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
  [32768, [61440, 122880, 249856]],
]);

/** Windows has the middle ones alone. */
const windowsCpus: ReadonlySet<number> = new Set([1024, 2048, 4096]);

/** Sizes that Fargate does not have: `cpu` and `memory` of the task. */
export function fargateSizeProblems({ body, fargate, windows }: DefinitionView): readonly DefinitionProblem[] {
  if (!fargate) return [];
  const missing = (['cpu', 'memory'] as const).filter((member) => body[member] === undefined || body[member] === null);
  if (missing.length > 0) {
    return missing.map((path) => ({
      path,
      message: `Fargate needs it; ${path === 'cpu' ? cpuTexts(windows) : 'write the MiB that go with cpu'}`,
    }));
  }
  const [cpu, memory] = [unitsOf(body.cpu, 'vcpu'), unitsOf(body.memory, 'gb')];
  if (cpu === null || !sizes.has(cpu) || (windows && !windowsCpus.has(cpu))) {
    const on = windows ? ' for Windows' : '';
    return [
      { path: 'cpu', message: `${JSON.stringify(body.cpu)} is not a size of Fargate${on}; ${cpuTexts(windows)}` },
    ];
  }
  const fit = memoriesOf(sizes.get(cpu) ?? []);
  if (memory !== null && fit.includes(memory)) return [];
  return [
    {
      path: 'memory',
      message: `Fargate has no size of ${cpu} CPU units with ${JSON.stringify(body.memory)}; ${memoryText(cpu)}`,
    },
  ];
}

function cpuTexts(windows: boolean): string {
  const list = [...sizes.keys()].filter((cpu) => !windows || windowsCpus.has(cpu));
  return `write one of ${list.join(', ')} CPU units`;
}

function memoryText(cpu: number): string {
  const written = sizes.get(cpu) ?? [];
  if ('step' in written) return `write ${written.from} to ${written.to} MiB in steps of ${written.step}`;
  return `write one of ${written.join(', ')} MiB`;
}

function memoriesOf(memories: Memories): readonly number[] {
  if (!('step' in memories)) return memories;
  const { from, to, step } = memories;
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** `"1 vCPU"` is 1024 units and `"2 GB"` are 2048 MiB; null for what is neither. */
function unitsOf(value: unknown, unit: 'vcpu' | 'gb'): number | null {
  const text = String(value).trim().toLowerCase();
  const written = /^(\d*\.?\d+)\s*([a-z]*)$/.exec(text);
  if (written === null) return null;
  const [, digits = '', suffix = ''] = written;
  if (suffix === '') return Number(digits);
  return suffix === unit ? Number(digits) * 1024 : null;
}
