/** What a service writes under `check`: one check, or several, which run in this order. */
export type CheckInput = OneCheckInput | readonly OneCheckInput[];

/** A check over HTTP, or by a command. */
export type OneCheckInput = HttpCheckInput | CommandCheckInput;

/** A stage of a blue/green, linear or canary deployment at which a PAUSE hook lets ECS wait for a check. */
export type CheckStageInput =
  | 'POST_SCALE_UP'
  | 'POST_TEST_TRAFFIC_SHIFT'
  | 'PRE_PRODUCTION_TRAFFIC_SHIFT'
  | 'POST_PRODUCTION_TRAFFIC_SHIFT';

/** A request that is repeated until its answer is as expected, or the time is over. */
export interface HttpCheckInput {
  /** Tells several checks of a service apart. Default: their number. */
  readonly name?: string;
  /** Stage of a blue/green deployment at which it is made, before traffic moves. Default: after the rollout. */
  readonly at?: CheckStageInput;
  /** Where to ask, such as `https://shop.example.com/healthz`. A login is a header, not a part of the address. */
  readonly url: string;
  /** Default: `GET`. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** Headers by name: a text, or where its value is found when the check runs. */
  readonly header?: Readonly<Record<string, string | HeaderInput>>;
  /** The expected status, or several of which each will do. Default: 200. */
  readonly status?: number | readonly number[];
  /** Members that the JSON of the answer must have, others beside them: `{ version: '{{release.version}}' }`. */
  readonly json?: unknown;
  /** How long to wait for the expected answer, such as `2m`, which is the default. */
  readonly timeout?: string;
  /** How long to wait between two requests. Default: `5s`. */
  readonly interval?: string;
  /** How many answers in a row must be as expected. Default: 1. */
  readonly consecutive?: number;
  /** Follow redirects, never from https to http. Default: a redirect is an answer. */
  readonly followRedirects?: boolean;
  /** A file of certificates in PEM form to trust beside all others, relative to the config. */
  readonly caFile?: string;
  readonly command?: never;
}

/** A header whose value no plan contains. */
export interface HeaderInput {
  /** Name of the variable that holds the value when the check runs. */
  readonly env: string;
  /** What stands before it, such as `Bearer `. */
  readonly prefix?: string;
}

/** A program that is run once, on the machine that deploys; its exit code 0 is success. */
export interface CommandCheckInput {
  /** Tells several checks of a service apart. Default: their number. */
  readonly name?: string;
  /** Stage of a blue/green deployment at which it is made, before traffic moves. Default: after the rollout. */
  readonly at?: CheckStageInput;
  /** The program and its arguments, in the folder of the config. No shell reads them. */
  readonly command: readonly string[];
  /** How long it may take, such as `10m`, which is the default. Then it is ended with all that it has started. */
  readonly timeout?: string;
  readonly url?: never;
}
