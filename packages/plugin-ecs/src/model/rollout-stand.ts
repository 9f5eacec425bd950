/** A deployment that serves, and its revision by its short name. */
export interface ServingDeployment {
  readonly id: string;
  readonly taskDefinition: string;
}

/** How many tasks of a deployment have failed, and how many make ECS give it up. */
export interface CircuitBreakerCount {
  readonly failureCount: number;
  readonly threshold: number;
}

/** Where a rollout left its service, as the details of its error hold it. */
export interface RolloutStand {
  /** The revision that was to run, by its short name; null when nobody knows it. */
  readonly requested: string | null;
  /** What serves now; null where no deployment that is done runs tasks, or the service could not be seen. */
  readonly serving: ServingDeployment | null;
  readonly deployments: readonly {
    readonly id: string;
    readonly status: string;
    readonly taskDefinition: string;
    readonly desired: number;
    readonly running: number;
    readonly failed: number;
  }[];
  /** ARN of the service deployment; null where it could not be seen. */
  readonly serviceDeployment: string | null;
  /** Null where ECS does not tell. */
  readonly circuitBreaker: CircuitBreakerCount | null;
  /** Names of the alarms that fired. */
  readonly alarms: readonly string[];
}

/** What is known where nothing was seen. */
export const unknownStand: RolloutStand = {
  requested: null,
  serving: null,
  deployments: [],
  serviceDeployment: null,
  circuitBreaker: null,
  alarms: [],
};
