import type { TargetId } from '../model/environment.ts';
import type { Json } from '../model/json.ts';
import type { Plugin } from '../model/plugin.ts';
import { isRef, refsIn, resolveRefs } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';
import { orderSteps } from '../order/order-steps.ts';
import { checkSteps } from '../plan/check-steps.ts';
import { withPhases } from '../plan/link-phases.ts';
import { withReferencedNeeds } from '../plan/link-steps.ts';

/** Ids that are there twice. */
export function repeatedIds(steps: readonly Step[]): readonly StepId[] {
  const seen = new Set<StepId>();
  return steps.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id);
}

/** What the steps of one plugin are checked against. */
export interface FragmentSetting {
  /** Steps of the plugins before it. */
  readonly earlier: ReadonlySet<string>;
  readonly targets: ReadonlySet<TargetId>;
  /** Of a rollback, the steps that it may undo. */
  readonly undone?: ReadonlySet<StepId>;
}

/** Why steps of one plugin cannot run behind these earlier ones; null when they can. */
export function fragmentFault(plugin: Plugin, steps: readonly Step[], setting: FragmentSetting): string | null {
  const { earlier, targets, undone } = setting;
  const own = new Set<string>(steps.map((step) => step.id));
  const outside = (id: string): boolean => earlier.has(id) && !own.has(id);
  const linked = withReferencedNeeds(steps, own).map((step) => ({
    ...step,
    needs: step.needs.filter((id) => !outside(id)),
    after: step.after.filter((id) => !outside(id)),
  }));
  const kinds = new Set(plugin.steps.map((step) => step.kind));
  const fault = checkSteps(
    linked.map((step) => ({ ...step, input: withoutRefsTo(step.input, outside) })),
    { kinds, targets, unordered: true, ...(undone === undefined ? {} : { undone }) },
  );
  if (fault !== null) return fault.reason;
  const { cyclic } = orderSteps(withPhases(linked), () => 0);
  return cyclic.length === 0 ? null : `these steps wait for each other: ${cyclic.map((step) => step.id).join(', ')}`;
}

function withoutRefsTo(input: Json, outside: (id: string) => boolean): Json {
  return resolveRefs(input, (reference) => (outside(reference.$ref[0]) ? null : reference));
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
