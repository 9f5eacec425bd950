import type { ParameterExpansionPart, Word, WordPart } from 'unbash';
import { joinTexts, plainText, type Scope, type ShellText } from './scope.ts';

/** Told of each script in a text, `$(…)`; what it prints is not known. */
export type OnSubstitution = (script: unknown, source: string) => void;

/** What a word is worth, with what is not known as templates. */
export function expandWord(word: Word | undefined, scope: Scope, substitution: OnSubstitution): ShellText {
  if (word === undefined) return plainText('');
  if (word.parts === undefined) return plainText(word.value);
  return joinTexts(word.parts.map((part) => expandPart(part, scope, substitution)));
}

function expandPart(part: WordPart, scope: Scope, substitution: OnSubstitution): ShellText {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return plainText(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return joinTexts(part.parts.map((inner) => expandPart(inner, scope, substitution)));
    case 'SimpleExpansion':
      return scope.get(part.text.slice(1));
    case 'ParameterExpansion':
      return expandParameter(part, scope, substitution);
    case 'CommandExpansion':
      substitution(part.script, part.text);
      return plainText(`{{?${part.text.replaceAll(/[{}]/g, '')}}}`);
    case 'Glob':
      return plainText(part.value);
    default:
      return plainText(part.text);
  }
}

function expandParameter(part: ParameterExpansionPart, scope: Scope, substitution: OnSubstitution): ShellText {
  const value = scope.get(part.parameter);
  const { operation } = part;
  if (operation === undefined) return part.prefix === undefined ? value : unknown(part);
  const isSet = !value.text.startsWith('{{env ') && value.text !== '';
  if (operation.type === 'Default') {
    // What comes from outside may be set there.
    if (/^:?[-=]$/.test(operation.operator))
      return value.text === '' ? expandWord(operation.operand, scope, substitution) : value;
    return /^:?\?$/.test(operation.operator) ? value : unknown(part);
  }
  if (operation.type === 'Remove' && isSet && !value.text.includes('{{')) {
    const operand = expandWord(operation.operand, scope, substitution);
    const removed = remove(value.text, operation.operator, operand.text);
    return removed === null ? unknown(part) : { text: removed, reads: value.reads };
  }
  return unknown(part);
}

/** `${A%%/*}` and its kin, for patterns of a text and one star. */
function remove(text: string, operator: '#' | '##' | '%' | '%%', pattern: string): string | null {
  const stars = pattern.split('*');
  if (stars.length > 2 || /[?[]/.test(pattern)) return null;
  const [before = '', after = ''] = stars;
  if (stars.length === 1) {
    if (operator.startsWith('#')) return text.startsWith(pattern) ? text.slice(pattern.length) : text;
    return text.endsWith(pattern) ? text.slice(0, text.length - pattern.length) : text;
  }
  if (operator.startsWith('#')) {
    if (before !== '') return null;
    const at = operator === '#' ? text.indexOf(after) : text.lastIndexOf(after);
    return at < 0 ? text : text.slice(at + after.length);
  }
  if (after !== '') return null;
  const at = operator === '%' ? text.lastIndexOf(before) : text.indexOf(before);
  return at < 0 ? text : text.slice(0, at);
}

function unknown(part: ParameterExpansionPart): ShellText {
  return plainText(`{{?${part.text.replaceAll(/[{}]/g, '')}}}`);
}
