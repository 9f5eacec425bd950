import { type Command, InvalidArgumentError, type Option } from 'commander';
import { usage } from '../model/errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The variable that stands for an option: `--allow-dirty` is `FUNADE_ALLOW_DIRTY`, `--no-color` is `FUNADE_NO_COLOR`. */
export function variableOf({ long }: Pick<Option, 'long'>): string {
  return `FUNADE_${(long ?? '').slice(2).replaceAll('-', '_').toUpperCase()}`;
}

/** Gives a command's options the values of their variables where nothing was typed. Throws `USAGE` for a value that does not fit. */
export function applyVariables(command: Command, env: Env): void {
  for (const option of command.options) {
    const name = variableOf(option);
    const text = env[name];
    const key = option.attributeName();
    if (text === undefined || text === '' || isTyped(command, key)) continue;
    if (command.options.some((other) => isTyped(command, other.attributeName()) && excludes(option, other))) continue;
    const value = readValue(option, { name, text });
    if (value !== undefined) command.setOptionValueWithSource(key, value, 'env');
  }
}

/** Whether two options don't go together. */
function excludes(one: Option, other: Option): boolean {
  return conflictsOf(one).includes(other.attributeName()) || conflictsOf(other).includes(one.attributeName());
}

/** Commander keeps it and does not type it. */
function conflictsOf(option: Option): readonly string[] {
  return (option as { readonly conflictsWith?: readonly string[] }).conflictsWith ?? [];
}

function isTyped(command: Command, key: string): boolean {
  return command.getOptionValueSource(key) === 'cli';
}

function readValue(option: Option, { name, text }: { readonly name: string; readonly text: string }): unknown {
  if (option.negate || option.isBoolean()) {
    if (/^(?:1|true|yes|on)$/i.test(text)) return !option.negate;
    if (/^(?:0|false|no|off)$/i.test(text)) return undefined;
    throw usage(`${name} is "${text}"`, 'it must be 1 or 0');
  }
  if (option.argChoices !== undefined && !option.argChoices.includes(text)) {
    throw usage(`${name} is "${text}"`, `it must be one of ${option.argChoices.join(', ')}`);
  }
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, undefined as never);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw usage(`${name} is "${text}"`, error.message);
    throw error;
  }
}
