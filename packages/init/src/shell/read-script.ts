import {
  type Assignment,
  type Command,
  type CompoundList,
  parse,
  type Redirection,
  type Script,
  type Statement,
} from 'unbash';
import { expandWord, type OnSubstitution } from './expand-word.ts';
import { joinTexts, plainText, type Scope, type ShellText } from './scope.ts';

/** A simple command of a script, its words expanded as far as the file says what they are. */
export interface ShellCommand {
  /** `aws`, `ecs`, …; empty for an assignment alone. */
  readonly words: readonly ShellText[];
  /** The variables that it sets, in their order; an assignment alone, `export`, `read`. */
  readonly sets: readonly string[];
  /** The line of the script that it begins on, from 0. */
  readonly line: number;
  /** As it is written, on one line. */
  readonly source: string;
  /** The file that its output goes to; null: none. */
  readonly output: ShellText | null;
  /** Where it stands: as a step of the script, in a condition, or in `$(…)` of another. */
  readonly as: 'step' | 'condition' | 'substitution';
  /** The command that its input comes from. */
  readonly pipedFrom: ShellCommand | null;
}

/** A part of a script that is not a simple command. */
export interface ShellNote {
  readonly line: number;
  readonly source: string;
  readonly reason: string;
}

export interface ReadScript {
  readonly commands: readonly ShellCommand[];
  readonly notes: readonly ShellNote[];
}

/**
 * The simple commands of a script in the order they run, as far as a reader can tell: both ways of a condition, a loop over
 * words once for each, functions where they are called. Nothing is run.
 */
export function readScript(text: string, scope: Scope): ReadScript {
  const commands: ShellCommand[] = [];
  const notes: ShellNote[] = [];
  const script = parse(text);
  const reader = openReader({ text, commands, notes });
  for (const { message, pos } of script.errors ?? []) {
    notes.push({
      line: lineAt(text, pos),
      source: lineText(text, pos),
      reason: `the shell would not take it: ${message}`,
    });
  }
  reader(script, { scope, as: 'step', depth: 0 });
  return { commands, notes };
}

interface Place {
  readonly scope: Scope;
  readonly as: ShellCommand['as'];
  readonly depth: number;
  readonly pipedFrom?: ShellCommand | null;
  readonly redirects?: readonly Redirection[];
}

interface Reading {
  readonly text: string;
  readonly commands: ShellCommand[];
  readonly notes: ShellNote[];
}

/** What a part of a script can be. */
type Part = Script | CompoundList | Statement['command'];

type Read = (node: Part, place: Place) => ShellCommand | null;

function openReader({ text, commands, notes }: Reading): Read {
  const note = (node: { pos: number; end: number }, reason: string): void => {
    notes.push({ line: lineAt(text, node.pos), source: lineText(text, node.pos), reason });
  };
  const read: Read = (node, place) => {
    switch (node.type) {
      case 'Script':
      case 'CompoundList': {
        let last: ShellCommand | null = null;
        for (const statement of node.commands) last = read(statement.command, place);
        return last;
      }
      case 'AndOr': {
        let last: ShellCommand | null = null;
        for (const command of node.commands) last = read(command, place);
        return last;
      }
      case 'Pipeline': {
        let from = place.pipedFrom ?? null;
        for (const command of node.commands) from = read(command, { ...place, pipedFrom: from });
        return from;
      }
      case 'Command':
        return readCommand(node, place);
      case 'Redirected':
        return read(node.command, { ...place, redirects: node.redirects });
      case 'Subshell':
      case 'BraceGroup':
        return read(node.body, place);
      case 'If': {
        note(node, 'the condition is not evaluated: what both ways do is read');
        read(node.clause, { ...place, as: 'condition' });
        read(node.then, place);
        for (const elif of node.elif) {
          read(elif.clause, { ...place, as: 'condition' });
          read(elif.then, place);
        }
        return node.else === undefined ? null : read(node.else, place);
      }
      case 'Case': {
        note(node, 'which case it is is not evaluated: what all of them do is read');
        for (const item of node.items) read(item.body, place);
        return null;
      }
      case 'For': {
        const words = (node.wordlist ?? []).flatMap((word) => splitWords(expand(word, place)));
        if (words.length === 0 || words.length > 50 || words.some(({ text: each }) => each.includes('{{'))) {
          note(node, 'what it loops over is not written in the file');
          place.scope.set(node.name.value, plainText(`{{?${node.name.value}}}`));
          return read(node.body, place);
        }
        for (const word of words) {
          place.scope.set(node.name.value, word);
          read(node.body, place);
        }
        return null;
      }
      case 'While':
        read(node.clause, { ...place, as: 'condition' });
        note(node, 'a loop with a condition is read once');
        return read(node.body, place);
      case 'Function':
        place.scope.functions.set(node.name.value, node.body);
        return null;
      case 'TestCommand':
      case 'ArithmeticCommand':
        return null;
      default:
        note(node, 'such a part of a script is not read');
        return null;
    }
  };
  const expand = (word: Parameters<typeof expandWord>[0], place: Place): ShellText =>
    expandWord(word, place.scope, substitutionIn(place));
  const substitutionIn =
    (place: Place): OnSubstitution =>
    (script) => {
      if (script !== undefined && place.depth < 10)
        read(script as Script, { scope: place.scope, as: 'substitution', depth: place.depth + 1 });
    };
  const assign = ({ name, value, append }: Assignment, place: Place): void => {
    const list =
      value.type === 'ArrayValue' ? value.elements.map((word) => expand(word, place)) : [expand(value, place)];
    const text = joinTexts(list.flatMap((each, index) => (index === 0 ? [each] : [plainText(' '), each])));
    const known = append === true ? [place.scope.get(name)] : [];
    place.scope.set(name, joinTexts([...known, text]));
  };
  const readCommand = (node: Command, place: Place): ShellCommand | null => {
    const assigned = [...node.prefix, ...node.suffix].filter((part): part is Assignment => part.type === 'Assignment');
    const words = [node.name, ...node.args].flatMap((word) => {
      if (word === undefined || word.type === 'Assignment') return [];
      const expanded = expand(word, place);
      return isQuoted(word) ? [expanded] : splitWords(expanded);
    });
    // What is set for one command alone is set for the script here: it is as written for that command.
    for (const assignment of assigned) assign(assignment, place);
    const [first, ...rest] = words;
    const body = first === undefined ? undefined : place.scope.functions.get(first.text);
    if (body !== undefined && place.depth < 5)
      return read(body as Part, { ...place, scope: place.scope.within(rest), depth: place.depth + 1 });
    const command: ShellCommand = {
      words: assigned.length > 0 && /^(?:export|declare|local|readonly)$/.test(first?.text ?? '') ? [] : words,
      sets: assigned.map(({ name }) => name),
      line: lineAt(text, node.pos),
      source: oneLine(text.slice(node.pos, node.end)),
      output: outputOf([...node.redirects, ...(place.redirects ?? [])], (word) => expand(word, place)),
      as: place.as,
      pipedFrom: place.pipedFrom ?? null,
    };
    commands.push(command);
    return command;
  };
  return read;
}

function outputOf(
  redirects: readonly Redirection[],
  expand: (word: Parameters<typeof expandWord>[0]) => ShellText,
): ShellText | null {
  for (const redirect of redirects) {
    if (redirect.type === 'Redirect' && /^(?:>|>>|>\||&>)$/.test(redirect.operator)) return expand(redirect.target);
  }
  return null;
}

function isQuoted(word: { readonly text: string }): boolean {
  return /^["']/.test(word.text);
}

/** A text as the shell splits it where it has no quotes; templates stay whole. */
function splitWords(expanded: ShellText): readonly ShellText[] {
  const words = expanded.text.match(/(?:\{\{.*?\}\}|[^\s])+/g) ?? [];
  return words.map((text) => ({ text, reads: expanded.reads }));
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length - 1;
}

function lineText(text: string, position: number): string {
  return oneLine(text.slice(position).split('\n')[0] ?? '');
}

function oneLine(source: string): string {
  const line = source.replaceAll(/\\?\s*\n\s*/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
}
