import { posix } from 'node:path';
import { type ReadScript, readScript, type ShellCommand } from '../shell/read-script.ts';
import { plainText, type Scope, type ShellText } from '../shell/scope.ts';
import type { CiFact, CiRemark, Meaning } from './model.ts';
import { withoutWorkspace } from './read-docker.ts';
import { readShellCommand } from './read-shell-command.ts';

/** A fact with the place it is read from. */
export type PlacedFact = CiFact & { readonly place: Place };

/** Where a step stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Something that is not carried over, where it stands. */
export interface PlacedRemark extends CiRemark {
  readonly place: Place;
  /** The command, as it is written. */
  readonly source: string;
}

export interface Interpreted {
  readonly facts: readonly PlacedFact[];
  readonly remarks: readonly PlacedRemark[];
  /** Variables that what is carried over was made from. */
  readonly used: ReadonlySet<string>;
  /** Variables that the script sets, where it does. */
  readonly sets: readonly { readonly name: string; readonly place: Place; readonly source: string }[];
  /** Files that the script writes. */
  readonly writes: readonly string[];
}

/** A script, and where each of its lines stands. */
export interface ScriptText {
  readonly text: string;
  readonly placeOf: (line: number) => Place;
}

/** What a script is read with. */
export interface ScriptContext {
  readonly scope: Scope;
  /** Scripts of the repository, by path: where one is called, it is read as well. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Where the script runs, relative to the config. Default: there. */
  readonly directory?: string;
  readonly depth?: number;
}

/** What a script does, command by command. Runs nothing. */
export function interpretScript({ text, placeOf }: ScriptText, context: ScriptContext): Interpreted {
  const { scope, scripts, depth = 0 } = context;
  const { commands, notes } = readScript(text, scope);
  const facts: PlacedFact[] = [];
  const remarks: PlacedRemark[] = [];
  const sets: Interpreted['sets'][number][] = [];
  const writes: string[] = [];
  const used = new Set<string>();
  let directory = context.directory ?? '.';
  for (const command of commands) {
    const place = placeOf(command.line);
    sets.push(...command.sets.map((name) => ({ name, place, source: command.source })));
    if (command.output !== null) writes.push(command.output.text);
    const into = folderOf(command);
    if (into !== null) {
      directory = posix.join(directory, into);
      for (const name of readsOf(command)) used.add(name);
      continue;
    }
    const called = calledScript(command, directory, scripts);
    if (called !== null && depth < 3) {
      const script = { text: called.text, placeOf: (line: number) => ({ file: called.file, line: line + 1 }) };
      const inner = interpretScript(script, { scope: scope.within(called.args), scripts, directory, depth: depth + 1 });
      facts.push(...inner.facts);
      remarks.push(...inner.remarks);
      sets.push(...inner.sets);
      writes.push(...inner.writes);
      for (const name of [...inner.used, ...readsOf(command)]) used.add(name);
      continue;
    }
    const meaning = meaningOf(command);
    if (meaning.facts.length > 0) for (const name of readsOf(command)) used.add(name);
    for (const fact of meaning.facts) {
      facts.push({ ...inFolder(fact, directory), place });
      // `echo A=… >> $GITHUB_ENV` sets it for the steps that follow.
      if (fact.kind === 'output' && fact.name.startsWith('env.'))
        scope.set(fact.name.slice('env.'.length), { ...plainText(fact.value), reads: readsOf(command) });
    }
    remarks.push(...meaning.remarks.map((remark) => ({ ...remark, place, source: command.source })));
  }
  remarks.push(...conditionsOf({ commands, notes }, placeOf));
  return { facts, remarks, used, sets, writes };
}

/** The folder that `cd` goes to, where the file says which. */
function folderOf({ words }: ShellCommand): string | null {
  const [program, folder] = words;
  if (program?.text !== 'cd' || folder === undefined || words.length > 2) return null;
  const path = withoutWorkspace(folder.text);
  return path.includes('{{') || path.startsWith('/') || path === '-' || path.startsWith('~') ? null : path;
}

interface CalledScript {
  readonly file: string;
  readonly text: string;
  readonly args: readonly ShellText[];
}

/** The script of the repository that a command runs: `sh deploy.sh`, `./deploy.sh`, `source env.sh`. */
function calledScript(
  { words }: ShellCommand,
  directory: string,
  scripts: ScriptContext['scripts'],
): CalledScript | null {
  const shell = /^(?:sh|bash|source|\.|sudo|exec)$/.test(words[0]?.text ?? '');
  const rest = words.slice(shell ? 1 : 0).filter(({ text }, index) => index > 0 || !/^-[a-z]+$/.test(text));
  const [script, ...args] = rest;
  if (script === undefined) return null;
  const file = posix.join(directory, withoutWorkspace(script.text));
  const text = scripts.get(file);
  return text === undefined ? null : { file, text, args };
}

/** A fact of a command that runs in a folder, with its paths from where the config stands. */
function inFolder(fact: CiFact, directory: string): CiFact {
  if (directory === '.') return fact;
  const from = (path: string): string =>
    path.startsWith('/') || path.includes('{{') ? path : posix.join(directory, withoutWorkspace(path));
  if (fact.kind === 'build')
    return {
      ...fact,
      context: from(fact.context),
      dockerfile: fact.dockerfile === null ? null : from(fact.dockerfile),
    };
  return fact.kind === 'base' && fact.file !== null ? { ...fact, file: from(fact.file) } : fact;
}

const nothing: Meaning = { facts: [], remarks: [] };

function meaningOf(command: ShellCommand): Meaning {
  const meaning = readShellCommand(command);
  if (meaning !== null) return meaning;
  if (command.words.length === 0) return nothing;
  return {
    facts: [],
    remarks: [{ reason: 'what it does is not known', instead: 'leave it in a job of its own, or before funade' }],
  };
}

function readsOf({ words }: ShellCommand): ReadonlySet<string> {
  return new Set(words.flatMap(({ reads }) => [...reads]));
}

function conditionsOf({ notes }: ReadScript, placeOf: ScriptText['placeOf']): readonly PlacedRemark[] {
  return notes.map(({ line, source, reason }) => ({ place: placeOf(line), source, reason }));
}
