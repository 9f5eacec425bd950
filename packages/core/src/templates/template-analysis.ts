import { listWith, nearestName } from '../model/nearest.ts';
import { literalValue, valueHelper } from './template-argument.ts';
import type { TemplateHelpers } from './template-helpers.ts';

/** One call of a helper in a template, its arguments ready for `argumentValue`. */
export interface TemplateCall {
  readonly helper: string;
  readonly args: readonly hbs.AST.Expression[];
}

/** What a template uses. Its syntax tree is made ready to be compiled: every value it prints goes through `valueHelper`. */
export interface TemplateAnalysis {
  /** Names, split at their dots; a group alone stands for its `name`. */
  readonly names: readonly (readonly string[])[];
  readonly calls: readonly TemplateCall[];
  /** What no template may hold. */
  readonly problems: readonly string[];
}

type Program = hbs.AST.Program;
type Expression = hbs.AST.Expression;
type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement;

export interface AnalyseOptions {
  readonly helpers: TemplateHelpers;
  /** Helpers of plugins that the config does not list, by helper. Default: none are known. */
  readonly offered?: Readonly<Record<string, string>>;
}

interface Walk extends Required<AnalyseOptions> {
  readonly names: string[][];
  readonly calls: TemplateCall[];
  readonly problems: string[];
}

/** Walks a parsed template and readies it in place. */
export function analyseTemplate(program: Program, { helpers, offered = {} }: AnalyseOptions): TemplateAnalysis {
  const walk: Walk = { helpers, offered, names: [], calls: [], problems: [] };
  readyProgram(program, walk);
  return walk;
}

function readyProgram(program: Program, walk: Walk): void {
  if ((program.blockParams ?? []).length > 0) walk.problems.push('a block cannot name its values with "as |…|"');
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') readyMustache(statement as hbs.AST.MustacheStatement, walk);
    else if (statement.type === 'BlockStatement') readyBlock(statement as hbs.AST.BlockStatement, walk);
    else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      walk.problems.push('partials and decorators are not allowed');
    }
  }
}

function readyMustache(node: hbs.AST.MustacheStatement, walk: Walk): void {
  const path = node.path as hbs.AST.PathExpression;
  if (path.type !== 'PathExpression') {
    walk.problems.push('a literal is used where a name is expected');
  } else if (node.params.length > 0 || node.hash !== undefined || Object.hasOwn(walk.helpers, path.original)) {
    readyCall(node, walk);
  } else {
    readyPath(path, walk);
    node.params = [path, literal(path)];
    node.path = helperPath(path);
  }
}

function readyBlock(node: hbs.AST.BlockStatement, walk: Walk): void {
  const name = node.path.original;
  if (name !== 'if' && name !== 'unless') walk.problems.push(`there is no block "#${name}"; available: #if, #unless`);
  else if (node.params.length !== 1 || node.hash !== undefined) walk.problems.push(`#${name} takes one argument`);
  for (const param of node.params) readyExpression(param, walk);
  // The parser leaves out the part that is not written, whatever its types say.
  for (const part of [node.program, node.inverse] as (Program | undefined)[]) {
    if (part !== undefined) readyProgram(part, walk);
  }
}

function readyCall(node: Exclude<Call, hbs.AST.BlockStatement>, walk: Walk): void {
  const name = (node.path as hbs.AST.PathExpression).original;
  const helper = Object.hasOwn(walk.helpers, name) ? walk.helpers[name] : undefined;
  if (helper === undefined) {
    walk.problems.push(`there is no helper "${name}"; ${helperHint(name, walk)}`);
  } else if (!fits(node, helper.arity)) {
    walk.problems.push(`${name} takes ${arityText(helper.arity)}`);
  } else {
    const literals = node.params.map(literalValue);
    const problem = literals.includes(null) ? null : (helper.check?.(literals) ?? null);
    if (problem !== null) walk.problems.push(problem);
  }
  for (const param of node.params) readyExpression(param, walk);
  if (helper?.takesNull !== true) node.params = node.params.map(guarded);
  if (helper !== undefined) walk.calls.push({ helper: name, args: node.params });
}

function readyExpression(node: Expression, walk: Walk): void {
  if (node.type === 'PathExpression') readyPath(node as hbs.AST.PathExpression, walk);
  else if (node.type === 'SubExpression') readyCall(node as hbs.AST.SubExpression, walk);
}

function readyPath(path: hbs.AST.PathExpression, walk: Walk): void {
  const plain = !path.data && path.depth === 0 && path.parts.length > 0 && !/^(this\b|\.)/.test(path.original);
  // A part may be a call in parentheses, whatever the types say.
  if (!plain || path.parts.some((part) => typeof part !== 'string')) {
    walk.problems.push(`"${path.original}" is not a name, such as environment.name`);
    return;
  }
  if (path.parts.length === 1) path.parts.push('name');
  walk.names.push([...path.parts]);
}

/** The same value, but an error instead of nothing when there is none. */
function guarded(node: Expression): Expression {
  if (node.type !== 'PathExpression') return node;
  const path = node as hbs.AST.PathExpression;
  const call = { type: 'SubExpression', loc: node.loc, path: helperPath(path), params: [node, literal(path)] };
  return call as unknown as Expression;
}

function helperPath({ loc }: hbs.AST.PathExpression): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [valueHelper], original: valueHelper, loc };
}

function literal({ parts, loc }: hbs.AST.PathExpression): Expression {
  const value = parts.join('.');
  return { type: 'StringLiteral', value, original: value, loc } as Expression;
}

function fits({ params, hash }: Exclude<Call, hbs.AST.BlockStatement>, arity: number): boolean {
  if (hash !== undefined) return false;
  return Number.isFinite(arity) ? params.length === arity : params.length > 0;
}

function arityText(arity: number): string {
  if (!Number.isFinite(arity)) return 'at least one argument';
  return `${arity} ${arity === 1 ? 'argument' : 'arguments'}`;
}

function helperHint(name: string, { helpers, offered }: Walk): string {
  const plugin = Object.hasOwn(offered, name) ? offered[name] : undefined;
  if (plugin !== undefined) return `the plugin ${plugin} provides it: list it in plugins`;
  return listWith(nearestName(name, Object.keys(helpers)), Object.keys(helpers));
}
