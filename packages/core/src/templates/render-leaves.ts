import { isJsonObject } from '../model/json.ts';
import type { LookupCall } from '../model/lookup.ts';
import { isRegExp, type Path } from '../model/path-text.ts';
import type { Problem } from '../model/problem.ts';
import type { TemplateScope } from './template-scope.ts';
import { loadTemplates, type Templates } from './templates.ts';

export interface RenderOptions {
  /** Where the document stands in the config, for messages. */
  readonly path: Path;
  /** Gets one entry for every leaf that cannot be rendered; such a leaf stays as it is. */
  readonly problems: Problem[];
  /** Templates compiled before. Default: loaded when the first template is met. */
  readonly templates?: Templates;
}

/** Whether a value is a string that holds a template. */
export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{');
}

/** Whether there is a template anywhere in a document. */
export function holdsTemplate(document: unknown): boolean {
  if (isTemplate(document)) return true;
  if (Array.isArray(document)) return document.some(holdsTemplate);
  return isJsonObject(document) && Object.values(document).some(holdsTemplate);
}

/**
 * The document with every string that is a template rendered: leaves of the parsed document, never its text, so that no
 * value can break it. Keys are left alone. A document without templates is returned as it is and loads nothing.
 */
export async function renderLeaves(document: unknown, scope: TemplateScope, options: RenderOptions): Promise<unknown> {
  if (!holdsTemplate(document)) return document;
  const templates = options.templates ?? (await loadTemplates());
  return mapLeaves(document, options.path, (text, path) => {
    const rendered = templates.render(text, scope);
    if (rendered.ok) return rendered.text;
    addProblems(options.problems, { path, text, messages: rendered.problems });
    return text;
  });
}

/** What is wrong with the templates of a document, whatever the values are. */
export async function checkLeaves(document: unknown, scope: TemplateScope, options: RenderOptions): Promise<void> {
  if (!holdsTemplate(document)) return;
  const templates = options.templates ?? (await loadTemplates());
  mapLeaves(document, options.path, (text, path) => {
    const problems = templates.check(text, scope);
    addProblems(options.problems, { path, text, messages: problems });
    return text;
  });
}

/** Every lookup that a document's templates call: what must be asked for before they can be rendered. */
export function leafLookups(document: unknown, scope: TemplateScope, templates: Templates): readonly LookupCall[] {
  const calls: LookupCall[] = [];
  mapLeaves(document, [], (text) => {
    calls.push(...templates.lookups(text, scope));
    return text;
  });
  return calls;
}

function mapLeaves(value: unknown, path: Path, render: (text: string, path: Path) => string): unknown {
  if (typeof value === 'string') return isTemplate(value) ? render(value, path) : value;
  if (Array.isArray(value)) return value.map((item, index) => mapLeaves(item, [...path, index], render));
  if (!isJsonObject(value) || isRegExp(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, [...path, key], render)]));
}

interface Told {
  readonly path: Path;
  readonly text: string;
  readonly messages: readonly string[];
}

/** What begins with the template that is wrong is a whole sentence, and is told where it stands first. */
function addProblems(problems: Problem[], { path, text, messages }: Told): void {
  for (const message of messages) {
    if (!message.startsWith('{{')) problems.push({ path, message: `${quoted(text)}: ${message}` });
    else if (!problems.some((told) => told.message === message)) problems.push({ path, message });
  }
}

function quoted(text: string): string {
  return text.length > 80 ? JSON.stringify(`${text.slice(0, 79)}…`) : JSON.stringify(text);
}
