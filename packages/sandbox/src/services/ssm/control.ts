import { type ParameterInput, type ParameterSeed, parameterSchema } from './seed.ts';
import type { Parameter, SsmState } from './state.ts';

/** What a test may do to Parameter Store, beside what the API allows. */
export interface SsmControl {
  /** Gives a parameter a value: a new version of one there is, else a new parameter. */
  put(name: string, parameter: ParameterInput): void;
  remove(name: string): void;
}

/** Makes the control of one state. */
export function createSsmControl(state: SsmState, now: () => number): SsmControl {
  return {
    put: (name, written) => putParameter(state, name, { seed: parameterSchema.parse(written), now: now() }),
    remove: (name) => void state.parameters.delete(name),
  };
}

/** Puts a parameter, as a seed or a test writes it, behind the versions there are. */
export function putParameter(
  state: SsmState,
  name: string,
  { seed, now }: { readonly seed: ParameterSeed; readonly now: number },
): void {
  const before: Parameter['versions'] = state.parameters.get(name)?.versions ?? [];
  const added = [...seed.earlier, seed.value].map((value, index) => ({
    version: before.length + index + 1,
    value,
    modifiedAt: now,
  }));
  state.parameters.set(name, {
    name,
    type: seed.type,
    keyId: seed.keyId ?? null,
    versions: [...before, ...added],
    labels: { ...state.parameters.get(name)?.labels, ...seed.labels },
  });
}
