import type { GoExpression } from './go-template.ts';
import type { TemplateUses } from './template-uses.ts';

/** The functions of ecspresso by what a config calls them: a prefix of a plugin comes before its name. Null: of a plugin that is not carried over. */
export type Functions = Readonly<Record<string, string | null>>;

export type ConvertedExpression =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly reason: string };

/** Text as it is, or the inside of a template. */
type Part = { readonly text: string } | { readonly call: string };

const own: Functions = { env: 'env', must_env: 'must_env', json_escape: 'json_escape', printf: 'printf' };
const ofPlugins: Functions = {
  tfstate: 'tfstate',
  tfstatef: 'tfstatef',
  cfn_output: 'cfn_output',
  cfn_export: 'cfn_export',
  ssm: 'ssm',
  secretsmanager_arn: 'secretsmanager_arn',
};

/** What ecspresso knows without a prefix. */
export const plainFunctions: Functions = { ...own, ...ofPlugins };

/** The functions of one kind of plugin. */
export const functionsOf: Readonly<Record<string, readonly string[]>> = {
  tfstate: ['tfstate', 'tfstatef'],
  cloudformation: ['cfn_output', 'cfn_export'],
  ssm: ['ssm'],
  secretsmanager: ['secretsmanager_arn'],
};

export interface ConvertContext {
  readonly functions: Functions;
  readonly uses: TemplateUses;
}

/** An expression of ecspresso as our templates write it. */
export function convertExpression(expression: GoExpression, context: ConvertContext): ConvertedExpression {
  if (expression.kind !== 'call') return { ok: true, parts: [{ text: String(expression.value) }] };
  const { name, args } = expression;
  const known = Object.hasOwn(context.functions, name) ? context.functions[name] : undefined;
  if (known === undefined) return failed(`${name} is no function that Funade has`);
  if (known === null) return failed(`${name} is of a plugin that is not carried over`);
  switch (known) {
    case 'json_escape':
      // A template is rendered over the value, never over the text of the file.
      return args.length === 1 && args[0] !== undefined ? convertExpression(args[0], context) : wrong(name);
    case 'must_env':
    case 'env':
      return convertVariable(known, args, context);
    case 'printf':
      return convertFormat(name, args, context);
    case 'tfstatef': {
      const address = convertFormat(name, args, context);
      return address.ok
        ? call('tfstate', [addressOf(address.parts)], { ...context, plugin: 'terraformState' })
        : address;
    }
    case 'tfstate': {
      const [address] = args;
      if (address === undefined || args.length !== 1) return wrong(name);
      const converted = convertExpression(address, context);
      return converted.ok
        ? call('tfstate', [addressOf(converted.parts)], { ...context, plugin: 'terraformState' })
        : converted;
    }
    case 'cfn_output':
      return convertCall({ name, args, helper: 'cfnOutput', plugin: 'cloudFormation', arity: 2 }, context);
    case 'cfn_export':
      return convertCall({ name, args, helper: 'cfnExport', plugin: 'cloudFormation', arity: 1 }, context);
    case 'secretsmanager_arn':
      return convertCall({ name, args, helper: 'secretArn', plugin: 'secretsManager', arity: 1 }, context);
    default:
      if (args.length > 1)
        return failed('one item of a StringList is not looked up; keep it in a parameter of its own');
      return convertCall({ name, args, helper: 'ssm', plugin: 'ssm', arity: 1 }, context);
  }
}

/** Variables that say what the config says of the environment anyway. */
const environmentVariables: Readonly<Record<string, string>> = {
  AWS_ACCOUNT_ID: 'environment.account',
  AWS_REGION: 'environment.region',
  AWS_DEFAULT_REGION: 'environment.region',
};

function convertVariable(
  known: 'env' | 'must_env',
  args: readonly GoExpression[],
  { uses }: ConvertContext,
): ConvertedExpression {
  const [name, fallback] = args;
  if (name?.kind !== 'text') return failed('the name of the variable is no text');
  if (fallback !== undefined && (known === 'must_env' || fallback.kind === 'call'))
    return failed(`the default of ${name.value} is no text`);
  const ofEnvironment = environmentVariables[name.value];
  if (ofEnvironment !== undefined) return { ok: true, parts: [{ call: ofEnvironment }] };
  // `env` without a default is an empty text where the variable is not set.
  const value =
    known === 'must_env' ? null : fallback?.kind === 'text' ? fallback.value : String(fallback?.value ?? '');
  const problem = uses.variable(name.value, value);
  return problem === null ? { ok: true, parts: [{ call: `env ${quoted(name.value)}` }] } : failed(problem);
}

/** `%s` and `%d` in a format, with what stands for them. */
function convertFormat(name: string, args: readonly GoExpression[], context: ConvertContext): ConvertedExpression {
  const [format, ...values] = args;
  if (format?.kind !== 'text') return failed(`the format of ${name} is no text`);
  const pieces = format.value.split(/%[sdv]/);
  if (pieces.length !== values.length + 1 || pieces.some((piece) => /%[^%]/.test(piece)))
    return failed(`the format ${JSON.stringify(format.value)} is more than %s for each value`);
  const parts: Part[] = [];
  for (const [index, piece] of pieces.entries()) {
    parts.push({ text: piece.replaceAll('%%', '%') });
    const value = values[index];
    if (value === undefined) continue;
    const converted = convertExpression(value, context);
    if (!converted.ok) return converted;
    parts.push(...converted.parts);
  }
  return { ok: true, parts: joined(parts) };
}

interface Call {
  readonly name: string;
  readonly args: readonly GoExpression[];
  readonly helper: string;
  readonly plugin: string;
  readonly arity: number;
}

function convertCall({ name, args, helper, plugin, arity }: Call, context: ConvertContext): ConvertedExpression {
  if (args.length !== arity) return wrong(name);
  const converted: (readonly Part[])[] = [];
  for (const arg of args) {
    const each = convertExpression(arg, context);
    if (!each.ok) return each;
    converted.push(each.parts);
  }
  return call(helper, converted, { ...context, plugin });
}

function call(
  helper: string,
  args: readonly (readonly Part[])[],
  { uses, plugin }: ConvertContext & { readonly plugin: string },
): ConvertedExpression {
  uses.plugin(plugin);
  return { ok: true, parts: [{ call: [helper, ...args.map(argument)].join(' ') }] };
}

/** Addresses of Terraform have double quotes; tfstate-lookup takes single ones. */
function addressOf(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) =>
    'text' in part ? { text: part.text.replaceAll("['", '["').replaceAll("']", '"]') } : part,
  );
}

function argument(parts: readonly Part[]): string {
  const written = joined(parts).map((part) =>
    'text' in part ? quoted(part.text) : part.call.includes(' ') ? `(${part.call})` : part.call,
  );
  return written.length === 1 ? (written[0] ?? '""') : `(concat ${written.join(' ')})`;
}

function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if ('text' in part && last !== undefined && 'text' in last) all[all.length - 1] = { text: last.text + part.text };
    else if (!('text' in part) || part.text !== '') all.push(part);
  }
  return all.length === 0 ? [{ text: '' }] : all;
}

/** A text as Handlebars has it: it knows no escapes but that of the quote. */
function quoted(text: string): string {
  return text.includes('"') && !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '\\"')}"`;
}

/** The template that a converted expression is. */
export function templateText(parts: readonly Part[]): string {
  return parts.map((part) => ('text' in part ? part.text : `{{${part.call}}}`)).join('');
}

function wrong(name: string): ConvertedExpression {
  return failed(`${name} is not called as ecspresso has it`);
}

function failed(reason: string): ConvertedExpression {
  return { ok: false, reason };
}
