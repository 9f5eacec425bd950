/** What goes wrong. */
export type Fault =
  /** An error answer in the protocol of the operation. Status: 400, or what the code usually has. */
  | { readonly code: string; readonly message?: string; readonly status?: number }
  /** The connection is cut: before the operation was worked on (`true`), or after it, so that only the answer is lost. */
  | { readonly reset: true | 'after' }
  /** These bytes instead of an answer. */
  | { readonly body: string; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The answer comes late, by milliseconds. */
  | { readonly delay: number };

/** Orders faults and latency by operation: `ecs.UpdateService`, `sts.*`, `registry.PUT manifest`, `*`. */
export interface Faults {
  /** The next call (or the next `times` calls) of the operation fails so. Faults of one operation come in the order given. */
  next(operation: string, fault: Fault, times?: number): void;
  /** Every call of the operation fails so, until `clear`. */
  always(operation: string, fault: Fault): void;
  /** Every call of the operation takes this many milliseconds more. */
  latency(operation: string, milliseconds: number): void;
  /**
   * Puts the time of AWS off that of its clients, by milliseconds: signatures are checked and `Date` headers are written by
   * it. The clock of the sandbox goes on as it was.
   */
  skewClock(milliseconds: number): void;
  clear(): void;
}

interface Order {
  readonly pattern: string;
  readonly fault: Fault;
  left: number;
}

/** The clocks that clients may be on, milliseconds since the epoch. */
export interface ClientTimes {
  /** The sandbox's. */
  own(): number;
  wall(): number;
  /** Seconds of the sandbox's in one of the wall's; 0 when it has none. */
  speed(): number;
}

/** Faults as the router asks for them. */
export class FaultBook implements Faults {
  readonly #times: ClientTimes;
  #skew = 0;
  #orders: Order[] = [];
  #latencies = new Map<string, number>();

  constructor(times: ClientTimes) {
    this.#times = times;
  }

  next(operation: string, fault: Fault, times = 1): void {
    this.#orders.push({ pattern: operation, fault, left: times });
  }

  always(operation: string, fault: Fault): void {
    this.#orders.push({ pattern: operation, fault, left: Number.POSITIVE_INFINITY });
  }

  latency(operation: string, milliseconds: number): void {
    this.#latencies.set(operation, milliseconds);
  }

  skewClock(milliseconds: number): void {
    this.#skew = milliseconds;
  }

  /**
   * What AWS takes for now when it is asked by a client whose time is this, milliseconds since the epoch. A client is on the
   * clock of the sandbox, or on the wall's: whichever it is nearer to. Null: it does not say.
   */
  nowFor(client: number | null): number {
    const { own, wall, speed } = this.#times;
    if (client === null) return own() + this.#skew;
    // A request takes as long as it does on the wall, however fast the sandbox's time runs meanwhile.
    const late = (own() - client) / Math.max(1, speed());
    return (Math.abs(client - wall()) < Math.abs(late) ? wall() : client + late) + this.#skew;
  }

  clear(): void {
    this.#skew = 0;
    this.#orders = [];
    this.#latencies.clear();
  }

  /** The fault of this call, which is then used up; null when it goes well. */
  take(operation: string): Fault | null {
    const order = this.#orders.find((candidate) => candidate.left > 0 && matches(candidate.pattern, operation));
    if (order === undefined) return null;
    order.left--;
    return order.fault;
  }

  /** Milliseconds this call takes more: that of the narrowest pattern. */
  latencyOf(operation: string): number {
    const [narrowest] = [...this.#latencies]
      .filter(([pattern]) => matches(pattern, operation))
      .sort(([a], [b]) => b.length - a.length);
    return narrowest?.[1] ?? 0;
  }
}

/** Whether a pattern (`ecs.UpdateService`, `ecs.*`, `*`) names the operation. */
export function matches(pattern: string, operation: string): boolean {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;
}
