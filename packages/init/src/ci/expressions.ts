import { expandVariables, joinTexts, plainText, type Scope, type ShellText } from '../shell/scope.ts';

/** What the expressions of a workflow name, by their names: `env.A`, `steps.build.outputs.image`. */
export type Contexts = (name: string) => ShellText | null;

/** A text of a workflow with its `${{ … }}`. What is not known stands as a template. */
export function expandExpressions(text: string, contexts: Contexts): ShellText {
  const parts: ShellText[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\{\{(.*?)\}\}/gs)) {
    parts.push(plainText(text.slice(from, match.index)), evaluate(match[1]?.trim() ?? '', contexts));
    from = match.index + match[0].length;
  }
  return joinTexts([...parts, plainText(text.slice(from))]);
}

function evaluate(expression: string, contexts: Contexts): ShellText {
  const [, literal] = /^'([^']*)'$/.exec(expression) ?? [];
  if (literal !== undefined) return plainText(literal);
  // `a || 'b'` is `a` where that is known, else `b`.
  const alternatives = expression.split('||').map((each) => each.trim());
  if (alternatives.length > 1) {
    const known = alternatives.map((each) => evaluate(each, contexts));
    return known.find(({ text }) => text !== '' && !/^\{\{[?e]/.test(text)) ?? known[0] ?? plainText('');
  }
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(expression)) return unknown(expression);
  return contexts(expression) ?? outsideGithub(expression);
}

function unknown(expression: string): ShellText {
  return plainText(`{{?${expression.replaceAll(/[{}]/g, '')}}}`);
}

const known: Readonly<Record<string, string>> = {
  'github.sha': '{{release.commit}}',
  'github.event.release.tag_name': '{{release.tag}}',
  'github.workspace': '{{?github.workspace}}',
};

/** What GitHub, or the settings of the repository, say. */
function outsideGithub(name: string): ShellText {
  const written = known[name];
  if (written !== undefined) return plainText(written);
  const [, variable] = /^(?:vars|secrets|env)\.(\w+)$/.exec(name) ?? [];
  return variable === undefined ? unknown(name) : plainText(outsideVariable(variable));
}

/** A variable that the workflow does not set. */
export function outsideVariable(name: string): string {
  return variables[name] ?? `{{env "${name}"}}`;
}

const variables: Readonly<Record<string, string>> = {
  GITHUB_SHA: '{{release.commit}}',
  AWS_DEFAULT_REGION: '{{environment.region}}',
  AWS_REGION: '{{environment.region}}',
  AWS_ACCOUNT_ID: '{{environment.account}}',
};

/** A value of `env`: its expressions, then nothing more; `$A` in it is the shell's business. */
export function expandEnvironment(text: string, contexts: Contexts, scope: Scope): ShellText {
  const expanded = expandExpressions(text, contexts);
  return expanded.text.includes('$') ? expandVariables(expanded.text, scope) : expanded;
}
