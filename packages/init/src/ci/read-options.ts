/** Options of a command line by name, without dashes, and what stands beside them. */
export interface WrittenOptions {
  /** The values of each option in their order; a flag has none. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly rest: readonly string[];
}

/** Options as the AWS CLI takes them: whatever follows a name and does not begin with `--` is its value. */
export function readAwsOptions(words: readonly string[]): WrittenOptions {
  const options = new Map<string, readonly string[]>();
  const rest: string[] = [];
  let name: string | null = null;
  for (const word of words) {
    const [, written, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (written !== undefined) {
      name = value === undefined ? written : null;
      options.set(written, [...(options.get(written) ?? []), ...(value === undefined ? [] : [value])]);
    } else if (name === null) rest.push(word);
    else options.set(name, [...(options.get(name) ?? []), word]);
  }
  return { options, rest };
}

/** Options as Docker takes them. `valued` names those with a value, short ones as well; the others are flags. */
export function readDockerOptions(words: readonly string[], valued: ReadonlySet<string>): WrittenOptions {
  const options = new Map<string, readonly string[]>();
  const rest: string[] = [];
  let name: string | null = null;
  for (const word of words) {
    if (name !== null) {
      options.set(name, [...(options.get(name) ?? []), word]);
      name = null;
      continue;
    }
    const [, written, value] = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (written === undefined) rest.push(word);
    else if (value === undefined && valued.has(written)) name = written;
    else options.set(written, [...(options.get(written) ?? []), ...(value === undefined ? [] : [value])]);
  }
  return { options, rest };
}
