import type { Command } from 'commander';

/** What was typed, and what can be. */
export interface CommandLine {
  readonly program: Command;
  readonly argv: readonly string[];
}

/** What an option of another command is called here. */
const meant: Readonly<Record<string, Readonly<Record<string, string>>>> = { rollback: { '--revision': '--to' } };

/** `--limit is an option of history and logs`, of the message of an unknown option; null when no command has it. */
export function hintOfOtherCommand(message: string, { program, argv }: CommandLine): string | null {
  const name = /'(--[\w-]+)/.exec(message)?.[1];
  if (name === undefined) return null;
  const owners = program.commands
    .filter(({ options }) => options.some(({ long }) => long === name))
    .map((command) => command.name());
  if (owners.length === 0) return null;
  const here = meant[argv[0] ?? '']?.[name];
  return `${here === undefined ? '' : `did you mean ${here}? `}${name} is an option of ${listText(owners)}`;
}

function listText(names: readonly string[]): string {
  const shown = names.length > 5 ? [...names.slice(0, 4), 'others'] : names;
  if (shown.length === 1) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
