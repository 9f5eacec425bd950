import { AwsFault } from './service.ts';

/** What is wrong in a seed, and where. */
export class SeedFault extends Error {
  override readonly name = 'SeedFault';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Does the work of one part of a seed: what AWS itself would refuse is told with the path of the part. */
export function seedAt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SeedFault) throw new SeedFault(`${path}.${error.path}`, error.message);
    if (error instanceof AwsFault) throw new SeedFault(path, error.message);
    throw error;
  }
}

/** What `startSandbox` throws for a seed that is not valid; known by its code, and what is wrong line by line. */
export class SeedError extends TypeError {
  readonly code = 'SEED_INVALID';
  /** `<path>: <message>`. */
  readonly problems: readonly string[];

  constructor(told: string, problems: readonly string[]) {
    super(`the seed is not valid\n${told}`);
    this.problems = problems;
  }
}

/** The same mistake as `parseSeed` tells one. */
export function seedError({ message, path }: SeedFault): SeedError {
  return new SeedError(`✖ ${message}\n  → at ${path}`, [`${path}: ${message}`]);
}
