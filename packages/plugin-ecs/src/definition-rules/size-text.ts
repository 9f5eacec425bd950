/** The size of a task that RunTask can have otherwise than the definition. */
export type SizeUnit = 'cpu' | 'memory';

/** What is expected of each. */
export const sizeText: Readonly<Record<SizeUnit, string>> = {
  cpu: 'CPU units, such as 1024',
  memory: 'MiB, such as 2048',
};

const forms: Readonly<Record<SizeUnit, RegExp>> = {
  cpu: /^\s*\d*\.?\d+\s*(?:vcpu)?\s*$/i,
  memory: /^\s*\d*\.?\d+\s*(?:gb)?\s*$/i,
};

/** Whether ECS reads a text as this: `1024` and `1 vCPU`, `2048` and `2 GB`. */
export function isSize(text: string, unit: SizeUnit): boolean {
  return forms[unit].test(text);
}
