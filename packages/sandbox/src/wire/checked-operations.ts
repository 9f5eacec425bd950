import type { Operation } from '../model/service.ts';
import { checkShape, type Shape } from './check-shape.ts';

/** The same operations, each of which refuses a member of another type than is published. */
export function checkedOperations<State>(
  operations: Readonly<Record<string, Operation<State>>>,
  shapes: Readonly<Record<string, Shape>>,
): Readonly<Record<string, Operation<State>>> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      (state: State, call: Parameters<typeof operation>[1]) => {
        checkShape(call.input, shapes[name] ?? '*');
        return operation(state, call);
      },
    ]),
  );
}
