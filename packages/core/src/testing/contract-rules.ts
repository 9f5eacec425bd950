import type { Json } from '../model/json.ts';
import type { Plugin } from '../model/plugin.ts';
import { isRef, refsIn } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';
import { checkSteps } from '../plan/check-steps.ts';
import { withReferencedNeeds } from '../plan/link-steps.ts';
import { orderSteps } from '../plan/order-steps.ts';

/** Ids that are there twice or are not `<kind>:<subject>`. */
export function strangeIds(steps: readonly Step[]): readonly StepId[] {
  const seen = new Set<StepId>();
  return steps
    .filter(({ id, kind, subject }) => seen.size === seen.add(id).size || id !== `${kind}:${subject.name}`)
    .map(({ id }) => id);
}

/** Why steps of one plugin can't run behind these earlier ones; null when they can. */
export function fragmentFault(plugin: Plugin, steps: readonly Step[], earlier: ReadonlySet<string>): string | null {
  const own = new Set<string>(steps.map((step) => step.id));
  const outside = (id: string): boolean => earlier.has(id) && !own.has(id);
  const linked = withReferencedNeeds(steps, own).map((step) => ({
    ...step,
    needs: step.needs.filter((id) => !outside(id)),
    after: step.after.filter((id) => !outside(id)),
  }));
  const { ordered, cyclic } = orderSteps(linked, () => 0);
  if (cyclic.length > 0) return `these steps wait for each other: ${cyclic.map((step) => step.id).join(', ')}`;
  return checkSteps(ordered, { kinds: new Set(plugin.steps.map((step) => step.kind)), elsewhere: earlier });
}

/** References to outputs that the definition of their step does not list, as `<step> <output>`. */
export function unknownOutputs(plugin: Plugin, steps: readonly Step[]): readonly string[] {
  const kinds = new Map(steps.map((step) => [step.id as string, step.kind]));
  const shapes = new Map(plugin.steps.map((step) => [step.kind, shapeOf(step.output)]));
  return steps
    .flatMap((step) => refsIn(step.input))
    .filter(({ $ref: [from, name] }) => {
      const shape = shapes.get(kinds.get(from) ?? '');
      return shape !== undefined && shape !== null && !Object.hasOwn(shape, name);
    })
    .map(({ $ref: [from, name] }) => `${from} ${name}`);
}

/** What is wrong with the inputs of steps, as `<step> <path>: <message>`; what a reference stands for is not known yet. */
export function badInputs(plugin: Plugin, steps: readonly Step[]): readonly string[] {
  const definitions = new Map(plugin.steps.map((step) => [step.kind, step]));
  return steps.flatMap(({ id, kind, input }) => {
    const parsed = definitions.get(kind)?.input.safeParse(input);
    return (parsed?.error?.issues ?? [])
      .filter((issue) => !leadsToRef(input, issue.path))
      .map((issue) => `${id} ${issue.path.join('.')}: ${issue.message}`);
  });
}

/** Whether the value at a path is a reference, stands inside of one, or is a part of which the schema sees only the whole. */
function leadsToRef(input: Json, path: readonly PropertyKey[]): boolean {
  let value: unknown = input;
  for (const key of path) {
    if (isRef(value)) return true;
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return path.length > 0 && value !== undefined && refsIn(value as Json).length > 0;
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | null {
  const shape = (schema as { readonly shape?: unknown }).shape;
  return typeof shape === 'object' && shape !== null ? (shape as Record<string, unknown>) : null;
}
