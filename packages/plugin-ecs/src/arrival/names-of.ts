import type { StepContext } from '@funade/core';

/** How people name what a step is about, in a command line: `funade watch production --service api`. */
export function namesOf({ environment, step }: StepContext): { readonly environment: string; readonly target: string } {
  return { environment: environment.name, target: (step.targets[0] ?? step.label).split('@')[0] ?? '' };
}
