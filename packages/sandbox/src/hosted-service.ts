import {
  AwsFault,
  type AwsService,
  type Call,
  type Lookup,
  type Scope,
  type WireJson,
  type WireObject,
} from './service.ts';

/** A service with its states, one per account and region, made when first asked for. */
export interface HostedService<State = unknown> {
  readonly name: string;
  readonly targetPrefix: string;
  has(operation: string): boolean;
  stateOf(scope: Scope): State;
  resource(operation: string, input: WireObject, scope: Scope): string;
  /** Brings the state to the call's time and runs the operation on it. Throws `AwsFault`. */
  run(call: Call): Promise<WireJson>;
  /** Brings every state to this time. */
  advance(now: number, lookup: Lookup): void;
}

export function hostService<State>(service: AwsService<State>): HostedService<State> {
  const states = new Map<string, State>();
  const stateOf = ({ account, region }: Scope): State => {
    const key = `${account}/${region}`;
    const state = states.get(key) ?? service.createState(account, region);
    states.set(key, state);
    return state;
  };
  return {
    name: service.name,
    targetPrefix: service.targetPrefix,
    has: (operation) => Object.hasOwn(service.operations, operation),
    stateOf,
    resource: (operation, input, scope) => service.resource?.(operation, input, scope) ?? '*',
    async run(call) {
      const operation = service.operations[call.operation];
      if (operation === undefined) throw new AwsFault('UnknownOperationException', `no operation ${call.operation}`);
      const state = stateOf(call);
      service.advance?.(state, call.now, call.lookup);
      return await operation(state, call);
    },
    advance(now, lookup) {
      for (const state of states.values()) service.advance?.(state, now, lookup);
    },
  };
}
