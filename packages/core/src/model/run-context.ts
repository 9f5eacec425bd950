import type { Clock } from './clock.ts';
import type { Environment } from './environment.ts';
import type { History } from './lineage.ts';
import type { Plugin } from './plugin.ts';
import type { Random } from './random.ts';
import type { ResourceKey } from './resource-key.ts';
import { createSecrets, type Secrets } from './secret.ts';
import type { Transport } from './transport.ts';

/** Everything outside the process that an effectful function may touch, handed in by whoever starts it. */
export interface RunContext {
  readonly project: string;
  readonly environment: Environment;
  /** Plugins of the config that have lookups, for templates in what a plugin reads. Absent: none. */
  readonly lookups?: readonly Plugin[];
  /** Every environment of the config by name, for what moves between two of them. Absent: none but `environment` is known. */
  readonly environments?: Readonly<Record<string, Environment>>;
  /** The ref that a CI's variables or the checkout name: an identity token must say the same. Absent: none was found so. */
  readonly claimedRef?: ClaimedRef;
  /** What the repository says of the order of commits. Absent: there is none to ask. */
  readonly history?: History;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts when a signal comes; its reason is a `DeployError` of category `interrupted`. */
  readonly signal: AbortSignal;
  /** Process environment variables. Only the CLI's bin reads `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder that the config stands in; paths in a plan are relative to it. */
  readonly root: string;
  /** Absolute paths of what the command writes for itself, such as journals and a saved plan; no build takes them in. Absent: none. */
  readonly own?: readonly string[];
  readonly resources: Resources;
  /** Answers requests in place of the network. Absent: they go over the network. */
  readonly transport?: Transport;
  /** Told of every call that is made to something outside, for whoever wants to look on. Absent: nobody does. */
  readonly trace?: (call: TracedCall) => void;
}

/** A call to something outside, after its end. */
export interface TracedCall {
  /** `ecs.DescribeServices`, `GET host/path`, `docker build`; no login and no query. */
  readonly what: string;
  /** `200`, `exit code 0`, or why there is no answer. */
  readonly how: string;
  readonly durationMs: number;
  /** What was sent, as text; null when it is not text, or when there was nothing. May hold secrets. */
  readonly sent: string | null;
}

/** A ref that nobody typed, and its commit. */
export interface ClaimedRef {
  readonly ref: { readonly type: 'tag' | 'branch'; readonly name: string };
  /** Full commit id. */
  readonly commit: string;
}

/** Live things (sessions, clients, temporary folders) that live as long as one command. Never part of a plan. */
export interface Resources {
  /** Secrets in use: events leave the engine without them. */
  readonly secrets: Secrets;
  /**
   * The thing under this key; made by `create` the first time, shared by concurrent callers, tried anew after a failure.
   * A value with `Symbol.asyncDispose` or `Symbol.dispose` is disposed when the command ends, newest first.
   */
  use<T>(key: ResourceKey<T>, create: () => T | Promise<T>): Promise<T>;
  /** Disposes of everything; safe to call twice. */
  close(): Promise<void>;
}

/** An empty set of resources. `onSecret` is told each secret that is used, once. */
export function createResources(onSecret?: (value: string) => void): Resources {
  const made = new Map<symbol, Map<string, Promise<unknown>>>();
  /** In the order they were made. */
  const all = new Set<Promise<unknown>>();
  return {
    secrets: createSecrets(onSecret),
    use<T>({ kind, part }: ResourceKey<T>, create: () => T | Promise<T>): Promise<T> {
      const parts = made.get(kind) ?? new Map<string, Promise<unknown>>();
      made.set(kind, parts);
      const known = parts.get(part);
      if (known !== undefined) return known as Promise<T>;
      const value = Promise.resolve().then(create);
      parts.set(part, value);
      all.add(value);
      value.catch(() => {
        if (parts.get(part) === value) parts.delete(part);
        all.delete(value);
      });
      return value;
    },
    async close() {
      const values = [...all].reverse();
      made.clear();
      all.clear();
      for (const value of values) await dispose(value);
    },
  };
}

async function dispose(pending: Promise<unknown>): Promise<void> {
  const [settled] = await Promise.allSettled([pending]);
  if (settled?.status !== 'fulfilled' || typeof settled.value !== 'object' || settled.value === null) return;
  const value = settled.value as Partial<AsyncDisposable & Disposable>;
  if (value[Symbol.asyncDispose] !== undefined) await value[Symbol.asyncDispose]?.();
  else value[Symbol.dispose]?.();
}
