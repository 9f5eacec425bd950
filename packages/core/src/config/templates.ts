import { listWith, nearestName, suggest } from './nearest.ts';
import { analyseTemplate, type TemplateAnalysis, type TemplateCall, valueHelper } from './template-analysis.ts';
import { type TemplateHelpers, templateHelpers } from './template-helpers.ts';
import type { TemplateScope, TemplateValue } from './template-scope.ts';

/** Compiles each template once. */
export interface Templates {
  /** What is wrong with a template, whatever the values are; empty when nothing is. */
  check(text: string, scope: TemplateScope): readonly string[];
  /** The helper calls of a template; none when its syntax is wrong. */
  calls(text: string): readonly TemplateCall[];
  render(text: string, scope: TemplateScope): Rendered;
}

export type Rendered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Loads handlebars: strict, nothing escaped, no prototypes, and no helpers but the ones named here. */
export async function loadTemplates(extraHelpers: TemplateHelpers = {}): Promise<Templates> {
  const { default: shared } = await import('handlebars');
  const helpers: TemplateHelpers = { ...templateHelpers, ...extraHelpers };
  const handlebars = isolated(shared, helpers);
  const known = new Map<string, Parsed>();
  const parsed = (text: string): Parsed => {
    const found = known.get(text) ?? parse(handlebars, text, helpers);
    known.set(text, found);
    return found;
  };
  const check = (text: string, scope: TemplateScope): readonly string[] => {
    const { analysis } = parsed(text);
    return [...analysis.problems, ...analysis.names.flatMap((name) => nameProblem(name, scope) ?? [])];
  };
  return {
    check,
    calls: (text) => parsed(text).analysis.calls,
    render(text, scope) {
      const problems = check(text, scope);
      if (problems.length > 0) return { ok: false, problems };
      try {
        return { ok: true, text: parsed(text).render(scope) };
      } catch (error) {
        return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
      }
    },
  };
}

type Engine = typeof import('handlebars');

interface Parsed {
  readonly analysis: TemplateAnalysis;
  readonly render: (scope: TemplateScope) => string;
}

function parse(handlebars: Engine, text: string, helpers: TemplateHelpers): Parsed {
  try {
    const program = handlebars.parse(text);
    const analysis = analyseTemplate(program, helpers);
    const names = [valueHelper, 'if', 'unless', ...Object.keys(helpers)];
    const template = handlebars.compile<TemplateScope>(program, {
      strict: true,
      noEscape: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(names.map((name) => [name, true])) as KnownHelpers,
    });
    return { analysis, render: (scope) => template(scope) };
  } catch (error) {
    const problems = [`is no template: ${syntaxText(error)}`];
    return { analysis: { names: [], calls: [], problems }, render: () => text };
  }
}

function isolated(shared: Engine, helpers: TemplateHelpers): Engine {
  const handlebars = shared.create();
  for (const name of ['each', 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing']) {
    handlebars.unregisterHelper(name);
  }
  handlebars.registerHelper(valueHelper, (value: TemplateValue | undefined, name: string) => {
    if (value === null || value === undefined) throw new Error(`${name} has no value here`);
    return value;
  });
  for (const [name, { run, arity }] of Object.entries(helpers)) {
    handlebars.registerHelper(name, (...args: unknown[]) => run(...(args.slice(0, arity) as TemplateValue[])));
  }
  return handlebars;
}

function nameProblem([group = '', key = '', ...more]: readonly string[], scope: TemplateScope): string | null {
  const groups = Object.keys(scope);
  if (!groups.includes(group)) return `there is no "${group}"; ${suggest(group, groups)}`;
  const keys = Object.keys(scope[group] ?? {});
  if (keys.includes(key) && more.length === 0) return null;
  const nearest = nearestName(key, keys);
  const names = keys.map((known) => `${group}.${known}`);
  return `there is no "${[group, key, ...more].join('.')}"; ${listWith(nearest === null ? null : `${group}.${nearest}`, names)}`;
}

/** The parser's own words, the drawing of the place left out. */
function syntaxText(error: unknown): string {
  const lines = error instanceof Error ? error.message.split('\n') : [String(error)];
  return [lines[0], ...lines.slice(3)].join(' ').trim();
}
