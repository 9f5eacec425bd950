import type { Scope } from '../../service.ts';
import { createEcsControl, type EcsControl } from './control.ts';
import type { EcsState } from './state.ts';

/** The control of the sandbox's first account and region, and the way to every other. */
export interface EcsAccess extends EcsControl {
  /** The control of another account or region; what is left out is the first one's. */
  at(scope: { readonly account?: string; readonly region?: string }): EcsControl;
}

/** Makes the access of a sandbox. `stateAt` returns the state of an account and region, brought to the present time. */
export function createEcsAccess(first: Scope, stateAt: (scope: Scope) => EcsState): EcsAccess {
  return {
    ...createEcsControl(() => stateAt(first)),
    at: (scope) => createEcsControl(() => stateAt({ ...first, ...scope })),
  };
}
