import type { TemplateHelpers } from './template-helpers.ts';
import type { TemplateScope, TemplateValue } from './template-scope.ts';

/** Name of the helper that a value goes through; no template can write it. */
export const valueHelper = ' value';

/** What stands for a value, or an error when there is none. */
export function requireValue(value: TemplateValue | undefined, name: string): TemplateValue {
  if (value === null || value === undefined) throw new Error(`${name} has no value here`);
  return value;
}

/** What an argument of a call is worth: a literal, a name, or a call of another helper. Throws what helpers throw. */
export function argumentValue(node: hbs.AST.Expression, scope: TemplateScope, helpers: TemplateHelpers): TemplateValue {
  if (node.type === 'PathExpression') {
    const [group = '', key = ''] = (node as hbs.AST.PathExpression).parts;
    return scope[group]?.[key] ?? null;
  }
  if (node.type !== 'SubExpression') return literalValue(node);
  const { path, params } = node as hbs.AST.SubExpression;
  const values = params.map((param) => argumentValue(param, scope, helpers));
  const name = (path as hbs.AST.PathExpression).original;
  if (name === valueHelper) return requireValue(values[0], String(values[1]));
  return helpers[name]?.run(...values) ?? null;
}

/** What a literal is worth; null for anything that is none. */
export function literalValue(node: hbs.AST.Expression): TemplateValue {
  const known = ['StringLiteral', 'NumberLiteral', 'BooleanLiteral'].includes(node.type);
  return known ? (node as hbs.AST.StringLiteral).value : null;
}
