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

/** The same mistake as `parseSeed` tells one. */
export function seedError({ message, path }: SeedFault): TypeError {
  return new TypeError(`the seed is not valid\n✖ ${message}\n  → at ${path}`);
}
