import { type ReadScript, readScript, type ShellCommand } from '../shell/read-script.ts';
import { plainText, type Scope } from '../shell/scope.ts';
import type { CiFact, CiRemark, Meaning } from './model.ts';
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

/** What a script does, command by command. Runs nothing. */
export function interpretScript({ text, placeOf }: ScriptText, scope: Scope): Interpreted {
  const { commands, notes } = readScript(text, scope);
  const facts: PlacedFact[] = [];
  const remarks: PlacedRemark[] = [];
  const used = new Set<string>();
  for (const command of commands) {
    const place = placeOf(command.line);
    const meaning = meaningOf(command);
    if (meaning.facts.length > 0) for (const word of command.words) for (const name of word.reads) used.add(name);
    for (const fact of meaning.facts) {
      facts.push({ ...fact, place });
      // `echo A=… >> $GITHUB_ENV` sets it for the steps that follow.
      if (fact.kind === 'output' && fact.name.startsWith('env.'))
        scope.set(fact.name.slice('env.'.length), { ...plainText(fact.value), reads: readsOf(command) });
    }
    remarks.push(...meaning.remarks.map((remark) => ({ ...remark, place, source: command.source })));
  }
  remarks.push(...conditionsOf({ commands, notes }, placeOf));
  return {
    facts,
    remarks,
    used,
    sets: commands.flatMap(({ sets, line, source }) => sets.map((name) => ({ name, place: placeOf(line), source }))),
    writes: commands.flatMap(({ output }) => (output === null ? [] : [output.text])),
  };
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
