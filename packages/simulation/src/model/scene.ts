import type { Clock, Config, Environment, JsonObject, Plugin, RunContext } from '@funade/core';
import type { Sandbox } from '@funade/sandbox';
import type { Removal, Sending, ServiceSight } from './recording.ts';
import type { Send } from './send.ts';
import type { Story } from './story.ts';

/** What a story is played in. */
export interface Scene {
  readonly story: Story;
  readonly sandbox: Sandbox;
  readonly config: Config;
  /** With the session before them. */
  readonly plugins: readonly Plugin[];
  /** Folder of the journals. */
  readonly state: string;
  /** The clock of the machine that the engine runs on. */
  readonly clock: Clock;
  environment(name: string): Environment;
  /** Variables of a process that speaks to an environment. */
  env(environment: string): Readonly<Record<string, string>>;
  /** What stands in place of the network. Null: the network. */
  readonly transport: RunContext['transport'] | null;
  /** The way of a process to AWS. `secret`: one of its own, which a refusal may tell. */
  send(process: number, secret: string): Send;
  /** Resolves with why, when a story goes on for longer than any story does. */
  readonly late: Promise<string>;
  /** Calls so far that register or run something. */
  readonly sends: readonly Sending[];
  /** Calls so far that take something away. */
  readonly removals: readonly Removal[];
  /** Names of the faults that have struck so far. */
  readonly struck: readonly string[];
  /** From now on nothing goes wrong any more. */
  calm(): void;
  /** A service as ECS has it now. */
  look(environment: string, service: string): ServiceSight;
  /** Changes how many tasks are to run, as autoscaling does. */
  scale(environment: string, service: string, count: number): void;
  /** Every task that is still known. */
  tasks(environment: string): readonly JsonObject[];
  /** Every revision that there is. */
  definitions(environment: string): readonly JsonObject[];
}
