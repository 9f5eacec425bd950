/** A text with what is not known in it, and what it was made from. */
export interface ShellText {
  /** What is not known stands as a template: `{{env "CLUSTER"}}`; what a program prints as `{{?aws …}}`, which no config takes. */
  readonly text: string;
  /** Names of the variables of the file that it was made from, and of theirs. */
  readonly reads: ReadonlySet<string>;
}

/** Variables of a script by name. What is not in it comes from outside. */
export interface Scope {
  get(name: string): ShellText;
  set(name: string, value: ShellText): void;
  /** Functions that the script defines, and the arguments of the one that runs. */
  readonly functions: Map<string, unknown>;
  readonly args: readonly ShellText[];
  /** The same variables with other arguments. */
  within(args: readonly ShellText[]): Scope;
}

/** A text of which nothing is read. */
export function plainText(text: string): ShellText {
  return { text, reads: new Set() };
}

/** Texts one after the other. */
export function joinTexts(parts: readonly ShellText[]): ShellText {
  return { text: parts.map(({ text }) => text).join(''), reads: new Set(parts.flatMap(({ reads }) => [...reads])) };
}

/** What `outside` says of variables that the file does not set, such as those of the CI. */
export function openScope(outside: (name: string) => string): Scope {
  const variables = new Map<string, ShellText>();
  const functions = new Map<string, unknown>();
  const scope = (args: readonly ShellText[]): Scope => ({
    functions,
    args,
    get(name) {
      if (/^\d$/.test(name)) return args[Number(name) - 1] ?? plainText('');
      const known = variables.get(name);
      return known === undefined
        ? plainText(outside(name))
        : { text: known.text, reads: new Set([name, ...known.reads]) };
    },
    set: (name, value) => void variables.set(name, value),
    within: scope,
  });
  return scope([]);
}

/** A text of a file, not of a script: `$A` and `${A}` in it stand for variables. */
export function expandVariables(text: string, scope: Scope): ShellText {
  const parts: ShellText[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$(?:\{(\w+)\}|(\w+)|\$)/g)) {
    parts.push(plainText(text.slice(from, match.index)));
    const name = match[1] ?? match[2];
    parts.push(name === undefined ? plainText('$') : scope.get(name));
    from = match.index + match[0].length;
  }
  return joinTexts([...parts, plainText(text.slice(from))]);
}
