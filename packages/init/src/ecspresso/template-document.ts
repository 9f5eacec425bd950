import { isJsonObject, type Json } from '@funade/core';
import type { Value } from '../model/value.ts';
import { type Ledger, openLedger } from '../text/ledger.ts';
import { type Path, parseSource, type SourceDocument } from '../text/source-document.ts';
import { type ConvertContext, convertExpression, templateText } from './convert-expression.ts';
import { type GoAction, takeActions, tokens } from './go-template.ts';

/** A file of ecspresso: YAML or JSON with templates of Go in it. */
export interface TemplateDocument extends SourceDocument {
  readonly actions: readonly GoAction[];
}

export type ParsedTemplate =
  | { readonly ok: true; readonly document: TemplateDocument }
  | { readonly ok: false; readonly line: number | null; readonly problem: string };

/** Reads a file of ecspresso. Templates that decide what the file contains cannot be read. */
export function parseTemplate(file: string, text: string): ParsedTemplate {
  const { text: taken, actions } = takeActions(text);
  for (const { line, parsed } of actions) {
    if (parsed !== null && 'problem' in parsed && parsed.problem.startsWith('{{'))
      return { ok: false, line, problem: parsed.problem };
  }
  const parsed = parseSource(file, taken);
  return parsed.ok ? { ok: true, document: { ...parsed.document, actions } } : parsed;
}

/** Carries the values of a file over, each as our templates write it. */
export interface Carrier {
  readonly document: TemplateDocument;
  readonly ledger: Ledger;
  /** A value of the document and all that is in it; what cannot be carried is left out, and a name that is to be filled in stands for it. */
  value(path: Path): Value;
  /** Whether there is a template in the text at a path. */
  holdsAction(path: Path): boolean;
}

export function openCarrier(document: TemplateDocument, context: ConvertContext): Carrier {
  const ledger = openLedger(document);
  const text = (written: string, path: Path): string => {
    const reasons: string[] = [];
    const converted = written.replaceAll(tokens, (_, index: string) => {
      const action = document.actions[Number(index)];
      const parsed = action?.parsed ?? { problem: 'it is not understood' };
      const result =
        'problem' in parsed ? { ok: false as const, reason: parsed.problem } : convertExpression(parsed, context);
      if (result.ok) return templateText(result.parts);
      reasons.push(`${action?.source ?? ''}: ${result.reason}`);
      return `<TEMPLATE_${index}>`;
    });
    if (reasons.length === 0) ledger.carry(path);
    else ledger.leave(path, { reason: reasons.join('; '), instead: 'write what is to stand for <TEMPLATE_…> there' });
    return converted;
  };
  const convert = (value: Json, path: Path): Value => {
    if (typeof value === 'string') return text(value, path);
    if (Array.isArray(value)) {
      if (value.length === 0) ledger.carry(path);
      return value.map((item: Json, index) => convert(item, [...path, index]));
    }
    if (!isJsonObject(value)) {
      ledger.carry(path);
      return value as null | boolean | number;
    }
    const members = Object.entries(value);
    if (members.length === 0) ledger.carry(path);
    return Object.fromEntries(
      members.map(([key, item]) => [untaken(key, document), convert(item ?? null, [...path, key])]),
    );
  };
  return {
    document,
    ledger,
    value: (path) => convert(valueAt(document.value, path), path),
    holdsAction: (path) => {
      const value = valueAt(document.value, path);
      return typeof value === 'string' && value.search(tokens) >= 0;
    },
  };
}

/** A key as it was written: there are no templates in keys here. */
function untaken(key: string, { actions }: TemplateDocument): string {
  return key.replaceAll(tokens, (_, index: string) => actions[Number(index)]?.source ?? '');
}

/** What stands at a path; null where nothing does. */
export function valueAt(value: Json, path: Path): Json {
  let at: Json = value;
  for (const step of path) {
    if (Array.isArray(at)) at = (at[Number(step)] as Json | undefined) ?? null;
    else if (isJsonObject(at) && Object.hasOwn(at, String(step))) at = at[String(step)] ?? null;
    else return null;
  }
  return at;
}
