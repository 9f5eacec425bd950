import type { LookupCall } from '../model/lookup.ts';
import { listWith, nearestName, suggest } from '../model/nearest.ts';
import { envForm, foreignNotation } from './foreign-notation.ts';
import { type AnalyseOptions, analyseTemplate, type TemplateAnalysis, type TemplateCall } from './template-analysis.ts';
import { argumentValue, requireValue, valueHelper } from './template-argument.ts';
import { type TemplateHelpers, templateHelpers } from './template-helpers.ts';
import type { TemplateScope, TemplateValue } from './template-scope.ts';

/** Compiles each template once. */
export interface Templates {
  /** What is wrong with a template, whatever the values are; empty when nothing is. */
  check(text: string, scope: TemplateScope): readonly string[];
  /** Whether a template names a value of this group, such as `release`. */
  names(text: string, group: string): boolean;
  /** The lookups that a template calls, as far as their arguments have values yet. */
  lookups(text: string, scope: TemplateScope): readonly LookupCall[];
  render(text: string, scope: TemplateScope): Rendered;
}

export type Rendered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface LoadTemplatesOptions {
  /** Helpers beside those that every template has. Default: none. */
  readonly helpers?: TemplateHelpers;
  /** Helpers of plugins that the config does not list, by helper. Default: none are known. */
  readonly offered?: Readonly<Record<string, string>>;
}

/** Loads handlebars: strict, nothing escaped, no prototypes, and no helpers but the ones named here. */
export async function loadTemplates(options: LoadTemplatesOptions = {}): Promise<Templates> {
  const { default: shared } = await import('handlebars');
  const helpers: TemplateHelpers = { ...templateHelpers, ...options.helpers };
  const failures: string[] = [];
  const handlebars = isolated(shared, helpers, failures);
  const known = new Map<string, Parsed>();
  const parsed = (text: string): Parsed => {
    const found = known.get(text) ?? parse(handlebars, text, { ...options, helpers });
    known.set(text, found);
    return found;
  };
  const check = (text: string, scope: TemplateScope): readonly string[] => {
    const { analysis } = parsed(text);
    return [...analysis.problems, ...analysis.names.flatMap((name) => nameProblem(name, scope) ?? [])];
  };
  return {
    check,
    names: (text, group) => parsed(text).analysis.names.some(([first]) => first === group),
    lookups: (text, scope) =>
      check(text, scope).length > 0
        ? []
        : parsed(text).analysis.calls.flatMap((call) => lookupOf(call, scope, helpers)),
    render(text, scope) {
      const problems = check(text, scope);
      if (problems.length > 0) return { ok: false, problems };
      failures.length = 0;
      try {
        const rendered = parsed(text).render(scope);
        return failures.length === 0 ? { ok: true, text: rendered } : { ok: false, problems: [...failures] };
      } catch (error) {
        return { ok: false, problems: [...failures, textOf(error)] };
      }
    },
  };
}

type Engine = typeof import('handlebars');

interface Parsed {
  readonly analysis: TemplateAnalysis;
  readonly render: (scope: TemplateScope) => string;
}

function parse(handlebars: Engine, text: string, options: AnalyseOptions): Parsed {
  const foreign = foreignNotation(text);
  if (foreign.length > 0) return { analysis: { names: [], calls: [], problems: foreign }, render: () => text };
  try {
    const program = handlebars.parse(text);
    const analysis = analyseTemplate(program, options);
    const names = [valueHelper, 'if', 'unless', ...Object.keys(options.helpers)];
    const template = handlebars.compile<TemplateScope>(program, {
      strict: true,
      noEscape: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(names.map((name) => [name, true])) as KnownHelpers,
    });
    return { analysis, render: (scope) => template(scope) };
  } catch (error) {
    const problems = [`is not a valid template: ${syntaxText(error)}`];
    return { analysis: { names: [], calls: [], problems }, render: () => text };
  }
}

/** What a call came to that has no value; the reason is among the failures. */
const failed: unknown = Object.freeze({ toString: () => '' });

/**
 * Helpers note why they have no value and let the template go on, so that everything that is wrong with it is told at
 * once. A helper that is called with such a value has none either, and nothing to add.
 */
function isolated(shared: Engine, helpers: TemplateHelpers, failures: string[]): Engine {
  const handlebars = shared.create();
  for (const name of ['each', 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing']) {
    handlebars.unregisterHelper(name);
  }
  const guarded =
    (run: (...args: readonly TemplateValue[]) => TemplateValue, arity: number) =>
    (...passed: unknown[]): unknown => {
      // Handlebars puts its own options behind the arguments.
      const args = passed.slice(0, Math.min(arity, passed.length - 1));
      if (args.includes(failed)) return failed;
      try {
        return run(...(args as TemplateValue[]));
      } catch (error) {
        failures.push(textOf(error));
        return failed;
      }
    };
  handlebars.registerHelper(
    valueHelper,
    guarded((value, name) => requireValue(value, String(name)), 2),
  );
  for (const [name, { run, arity }] of Object.entries(helpers)) handlebars.registerHelper(name, guarded(run, arity));
  return handlebars;
}

function lookupOf(call: TemplateCall, scope: TemplateScope, helpers: TemplateHelpers): readonly LookupCall[] {
  const helper = helpers[call.helper];
  if (helper?.lookup !== true) return [];
  try {
    const args = call.args.map((arg) => argumentValue(arg, scope, helpers));
    return (helper.check?.(args) ?? null) === null ? [{ helper: call.helper, args: args.map(String) }] : [];
  } catch {
    // An argument without a value: a lookup that is not known yet, or a mistake that rendering tells.
    return [];
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nameProblem([group = '', key = '', ...more]: readonly string[], scope: TemplateScope): string | null {
  const groups = Object.keys(scope);
  if (key === 'name' && more.length === 0 && /^[A-Z][A-Z0-9_]+$/.test(group))
    return `{{${group}}} is not a value; an environment variable is ${envForm(group)}`;
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
