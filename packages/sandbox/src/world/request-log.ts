import type { CallContext, WireJson } from '../model/service.ts';
import { matches } from './faults.ts';

/** One permission that a request needed. */
export interface NeededPermission {
  /** `ecs:UpdateService`. */
  readonly action: string;
  readonly resource: string;
  /** What conditions of policies could ask of it. */
  readonly context: CallContext;
}

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
  /** The answer of an AWS operation before it was encoded, also of one that was lost on its way; null for everything else. */
  readonly response: WireJson;
  /** The code of a refusal, a fault's included; null when there was none. */
  readonly error: string | null;
  /** The permissions that were asked for, until one was missing. */
  readonly needed: readonly NeededPermission[];
}

/** How much is remembered, so that a sandbox can run for weeks. */
export interface LogLimits {
  readonly entries: number;
  /** Of requests and answers together. */
  readonly bytes: number;
}

/** The latest requests. */
export class RequestLog {
  readonly #limits: LogLimits;
  #entries: LoggedRequest[] = [];
  #sizes: number[] = [];
  #bytes = 0;

  constructor(limits: LogLimits = { entries: 20_000, bytes: 256 * 1024 * 1024 }) {
    this.#limits = limits;
  }

  /** `size`: the bytes of request and answer. The oldest go when there are too many. */
  add(entry: LoggedRequest, size: number): void {
    this.#entries.push(entry);
    this.#sizes.push(size);
    this.#bytes += size;
    if (this.#entries.length > this.#limits.entries || this.#bytes > this.#limits.bytes) this.#forget();
  }

  /** Down to nine tenths, so that not every request of a full log has to move them all. */
  #forget(): void {
    const { entries, bytes } = this.#limits;
    let gone = Math.max(0, this.#entries.length - Math.floor(entries * 0.9));
    let kept = this.#bytes - this.#sizes.slice(0, gone).reduce((sum, size) => sum + size, 0);
    while (gone < this.#entries.length - 1 && kept > bytes * 0.9) {
      kept -= this.#sizes[gone] ?? 0;
      gone += 1;
    }
    this.#entries = this.#entries.slice(gone);
    this.#sizes = this.#sizes.slice(gone);
    this.#bytes = kept;
  }

  /** All that are remembered, or those of an operation or pattern (`ecs.*`), in the order they were answered. */
  list(operation = '*'): readonly LoggedRequest[] {
    return this.#entries.filter((entry) => matches(operation, entry.operation));
  }
}
