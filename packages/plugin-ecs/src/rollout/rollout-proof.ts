/** A running task as DescribeTasks shows it. */
export interface RunningTask {
  readonly id: string;
  readonly deploymentId: string;
  readonly taskDefinition: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly digest: string | null;
  }[];
}

/** What is to run. */
export interface ProofWanted {
  readonly deploymentId: string;
  readonly taskDefinition: string;
  /** Image reference by container, for the containers that got one. */
  readonly images: Readonly<Record<string, string>>;
}

/** What the running tasks prove. `wrong` says what runs instead, one line each. */
export interface Proof {
  /** Running tasks of the deployment. */
  readonly tasks: number;
  readonly wrong: readonly string[];
}

/**
 * Whether the tasks of a deployment run its revision and its images. A task that was started from a reference with our
 * digest runs our image, even where ECS shows the digest of the one platform out of an index.
 */
export function rolloutProof(tasks: readonly RunningTask[], wanted: ProofWanted): Proof {
  const ours = tasks.filter(({ deploymentId }) => deploymentId === wanted.deploymentId);
  const wrong = ours.flatMap(({ id, taskDefinition, containers }) => {
    if (taskDefinition !== wanted.taskDefinition) return [`task ${id} runs ${taskDefinition}`];
    return containers.flatMap(({ name, image, digest }) => {
      const want = digestOf(wanted.images[name] ?? '');
      const right = want === null || digest === null || digest === want || digestOf(image) === want;
      return right ? [] : [`container ${name} of task ${id} runs ${digest}, not ${want}`];
    });
  });
  return { tasks: ours.length, wrong };
}

function digestOf(reference: string): string | null {
  return reference.split('@')[1] ?? null;
}
