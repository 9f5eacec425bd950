import type { ValueObject } from './value.ts';

/** What a source of `funade init` found: everything a config is written from. Paths are relative to the config, with `/`. */
export interface FoundProject {
  /** Ends the sentence "Written by `funade init` from …". */
  readonly origin: string;
  readonly project: string;
  /** Beside `ecr()` and `ecs()`. */
  readonly plugins: readonly FoundPlugin[];
  /** As `EnvironmentInput`, by name. */
  readonly environments: Readonly<Record<string, ValueObject>>;
  /** As `TagRuleInput`, in their order. */
  readonly tagRules: readonly ValueObject[];
  readonly services: Readonly<Record<string, FoundService>>;
  /** What is written beside the config. */
  readonly files: readonly FoundFile[];
  readonly left: readonly LeftOut[];
}

/** A plugin of the `funade` package that the config lists. */
export interface FoundPlugin {
  readonly name: string;
  /** What it is called with. Absent: nothing. */
  readonly settings?: ValueObject;
}

export interface FoundService {
  /** A comment above it. */
  readonly note?: string;
  /** By environment: what the config would say of the service if that environment were the only one, by plugin. */
  readonly environments: Readonly<Record<string, ValueObject>>;
}

export interface FoundFile {
  readonly path: string;
  readonly text: string;
}

/** Something that could not be carried over. */
export interface LeftOut {
  /** Where it stands, such as `ecspresso.yml:12` or `service api of cluster shop`. */
  readonly place: string;
  /** What it is, such as `appspec`. */
  readonly what: string;
  /** Lower case, no full stop. */
  readonly reason: string;
  /** What to do, or where it belongs now. Absent: nothing has to be done. */
  readonly instead?: string;
}
