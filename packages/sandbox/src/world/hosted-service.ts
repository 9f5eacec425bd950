import {
  AwsFault,
  type AwsService,
  type Call,
  type CallContext,
  type Lookup,
  type Scope,
  type ServiceId,
  type Wire,
  type WireJson,
  type WireObject,
} from '../model/service.ts';

/** What a call needs permission for. */
export interface Need {
  /** `ecs:UpdateService`. */
  readonly action: string;
  readonly resource: string;
  /** What conditions can ask of it. */
  readonly context: CallContext;
  /** The resource as a refusal names it. */
  readonly shown: string;
}

/** A service with its states, one per account and region, made when first asked for. */
export interface HostedService<State = unknown> {
  readonly name: ServiceId;
  readonly wire: Wire;
  has(operation: string): boolean;
  stateOf(scope: Scope): State;
  needs(operation: string, input: WireObject, scope: Scope): readonly Need[];
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
    wire: service.wire,
    has: (operation) => Object.hasOwn(service.operations, operation),
    stateOf,
    needs: (operation, input, scope) => {
      const action = `${service.name}:${service.action?.(operation) ?? operation}`;
      const state = stateOf(scope);
      const resources = [service.resource?.(operation, input, state) ?? '*'].flat();
      const context = service.context?.(operation, input, state) ?? {};
      const shown = service.resourceText ?? ((resource: string) => resource);
      return resources.map((resource) => ({ action, resource, context, shown: shown(resource) }));
    },
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
