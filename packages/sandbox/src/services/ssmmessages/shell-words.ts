/** What variables stand for, and `?` for the last exit code. */
export type Variables = Readonly<Record<string, string>>;

/** Statements of a script, each as its words: quotes, backslashes and `$NAME` mean what they mean in a shell; nothing else does. */
export function statementsOf(script: string): readonly (readonly RawWord[])[] {
  const statements: RawWord[][] = [[]];
  const push = (): RawWord[] => {
    const fresh: RawWord[] = [];
    statements.push(fresh);
    return fresh;
  };
  let current = statements[0] ?? push();
  let word: RawWord | null = null;
  const part = (text: string, literal: boolean): void => {
    if (word === null) {
      word = [];
      current.push(word);
    }
    word.push({ text, literal });
  };
  const pattern = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([;\n\r]|&&)|([ \t]+)|([^\s'"\\;&]+|&)/gs;
  for (const [, single, double, escaped, end, blank, bare] of script.matchAll(pattern)) {
    if (single !== undefined) part(single, true);
    else if (double !== undefined) part(double.replace(/\\(["\\$`])/g, '$1'), false);
    else if (escaped !== undefined) part(escaped, true);
    else if (bare !== undefined) part(bare, false);
    else {
      word = null;
      if (end !== undefined && blank === undefined) current = push();
    }
  }
  return statements.filter((statement) => statement.length > 0);
}

/** Parts of a word; what is literal has no variables in it. */
export type RawWord = { readonly text: string; readonly literal: boolean }[];

/** A word with its variables filled in. */
export function expand(word: RawWord, variables: Variables): string {
  return word
    .map(({ text, literal }) =>
      literal
        ? text
        : text.replace(/\$(\?|\w+|\{\w+\})/g, (_, name: string) => variables[name.replace(/[{}]/g, '')] ?? ''),
    )
    .join('');
}
