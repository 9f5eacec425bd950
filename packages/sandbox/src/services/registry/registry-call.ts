import type { Readable } from 'node:stream';
import type { RegistryTarget } from './parse-registry-path.ts';
import type { RegistryState } from './state.ts';

/** One request to the OCI registry, proven and permitted. */
export interface RegistryCall extends RegistryTarget {
  readonly state: RegistryState;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The request's body, not yet read. */
  readonly body: Readable;
  readonly now: number;
}

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: Buffer | string | Readable;
}

export type RegistryOperation = (call: RegistryCall) => RegistryAnswer | Promise<RegistryAnswer>;
