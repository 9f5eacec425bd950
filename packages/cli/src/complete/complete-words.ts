import type { Command, Option } from 'commander';
import { explainedCodes } from '../explain/explanations.ts';
import { reporterNames } from '../model/options.ts';

/** What may stand at the place where the cursor is. */
export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** Names that the config at hand has; empty where there is none, or it cannot be read. */
export interface ConfigNames {
  readonly environments: readonly string[];
  readonly services: readonly string[];
}

/**
 * What can be typed as the last of the words, which follow the name of the program. Nothing: a file, or nothing that is known. The
 * config is asked only where one of its names may stand.
 */
export async function completeWords(
  program: Command,
  words: readonly string[],
  names: () => Promise<ConfigNames>,
): Promise<readonly Candidate[]> {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  if (before.includes('--')) return [];
  const { command, operands, open } = walk(program, before);
  const [, long, written] = /^(--[\w-]+)=(.*)$/s.exec(last) ?? [];
  const asked = long === undefined ? open : (command.options.find((option) => option.long === long) ?? null);
  if (asked !== null) {
    const found = startingWith(written ?? last, await valuesOf(asked, written ?? last, names));
    return long === undefined ? found : found.map(({ value, about }) => ({ value: `${long}=${value}`, about }));
  }
  if (last.startsWith('-')) return startingWith(last, optionsOf(command, before));
  const commands = operands.length > 0 ? [] : command.commands.filter((child) => !isHidden(child));
  const own = commands.map((child) => ({ value: child.name(), about: child.description() }));
  return startingWith(last, [...own, ...(await operandsOf(command, operands.length, names))]);
}

/** Where the words before the cursor have led. */
interface Place {
  readonly command: Command;
  /** What was typed of its arguments. */
  readonly operands: readonly string[];
  /** The option whose value comes next; null: none. */
  readonly open: Option | null;
}

function walk(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, operands: [], open: null };
  for (const word of words) {
    const { command, operands, open } = place;
    const child =
      operands.length === 0 && open === null ? command.commands.find((each) => each.name() === word) : undefined;
    if (open !== null) place = { ...place, open: null };
    else if (word.startsWith('-')) place = { ...place, open: opened(command, word) };
    else if (child !== undefined) place = { command: child, operands: [], open: null };
    else place = { ...place, operands: [...operands, word] };
  }
  return place;
}

/** The option that a word opens: its value is the next word. */
function opened(command: Command, word: string): Option | null {
  const option = command.options.find(({ long, short }) => word === long || word === short);
  return option === undefined || option.isBoolean() || option.negate || word.includes('=') ? null : option;
}

/** Options that were not typed yet; one that lists names may come again. */
function optionsOf(command: Command, typed: readonly string[]): readonly Candidate[] {
  const help = { value: '--help', about: 'display help for command' };
  const own = command.options
    .filter(({ long, hidden, parseArg }) => !hidden && (parseArg !== undefined || !typed.includes(long ?? '')))
    .map(({ long, description }) => ({ value: long ?? '', about: description }));
  return [...own, help];
}

async function valuesOf(
  option: Option,
  typed: string,
  names: () => Promise<ConfigNames>,
): Promise<readonly Candidate[]> {
  if (option.argChoices !== undefined) return plain(option.argChoices);
  switch (option.attributeName()) {
    case 'service':
      return listed(typed, (await names()).services);
    case 'environment':
    case 'for':
      return listed(typed, (await names()).environments);
    case 'waitUntil':
      return plain(stages);
    case 'reporter':
      return plain(reporterNames);
    case 'set':
      return plain((await names()).services.map((name) => `${name}.`));
    case 'behave':
      return plain((await names()).services.map((name) => `${name}=`));
    default:
      return [];
  }
}

/** As typed on a command line; `waiting.md` explains them. */
const stages = [
  ...[
    'steady',
    'started',
    'paused',
    'reconcile-service',
    'pre-scale-up',
    'scale-up',
    'post-scale-up',
    'test-traffic-shift',
  ],
  ...[
    'post-test-traffic-shift',
    'pre-production-traffic-shift',
    'production-traffic-shift',
    'post-production-traffic-shift',
  ],
  ...['bake-time', 'clean-up'],
];

/** `api,w` is completed to `api,worker`. */
function listed(typed: string, names: readonly string[]): readonly Candidate[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const given = before.split(',');
  return plain(names.filter((name) => !given.includes(name)).map((name) => `${before}${name}`));
}

async function operandsOf(
  command: Command,
  index: number,
  names: () => Promise<ConfigNames>,
): Promise<readonly Candidate[]> {
  const { registeredArguments: all } = command;
  const argument = all[index] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined);
  if (argument?.argChoices !== undefined) return plain(argument.argChoices);
  switch (argument?.name()) {
    case 'environment':
      return plain((await names()).environments);
    case 'service':
      return plain((await names()).services);
    case 'service=tasks':
      return plain((await names()).services.map((name) => `${name}=`));
    case 'code':
      return plain(explainedCodes());
    default:
      return [];
  }
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, about: '' }));
}

function startingWith(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(typed));
}

/** Commander keeps it and does not type it. */
function isHidden(command: Command): boolean {
  return (command as { readonly _hidden?: boolean })._hidden === true;
}
