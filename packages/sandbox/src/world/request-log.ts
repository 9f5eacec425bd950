import type { WireJson } from '../model/service.ts';
import { matches } from './faults.ts';

/** One request as it came over the wire, and what was answered. */
export interface LoggedRequest {
  /** `ecs.UpdateService`, `sts.GetCallerIdentity`, `registry.PUT manifest`, `oidc.token`. */
  readonly operation: string;
  /** The parsed body; for the registry and the issuer: method, path and query. */
  readonly body: WireJson;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when nobody was authenticated. */
  readonly account: string | null;
  /** Null where there is none: the registry's listener has one, the issuer has none. */
  readonly region: string | null;
  /** Milliseconds since the epoch, on the sandbox's clock. */
  readonly at: number;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** The answer of an AWS operation before it was encoded; null for everything else and for faults. */
  readonly response: WireJson;
  /** The code of a refusal, a fault's included; null when there was none. */
  readonly error: string | null;
}

export class RequestLog {
  readonly #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
  }

  /** All, or those of an operation or pattern (`ecs.*`), in the order they were answered. */
  list(operation = '*'): readonly LoggedRequest[] {
    return this.#entries.filter((entry) => matches(operation, entry.operation));
  }
}
