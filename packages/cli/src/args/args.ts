import { type Command, CommanderError } from 'commander';
import { usage } from '../model/errors.ts';
import type { Invocation } from '../model/invocation.ts';
import { type CommandLine, hintOfOtherCommand } from './other-command.ts';
import { buildProgram } from './program.ts';
import { applyVariables } from './variables.ts';

/** What a command line is read in. */
export interface ArgsSetting {
  /** Width of the help. Default 80. */
  readonly columns?: number;
  /** Variables that stand for options which are not typed. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Reads the command line. Throws `USAGE` where it cannot be read, with the nearest command or option. */
export function parseArgs(argv: readonly string[], { columns = 80, env = {} }: ArgsSetting = {}): Invocation {
  const said: { text: string; invocation: Invocation | null; failed: string } = {
    text: '',
    invocation: null,
    failed: 'funade',
  };
  const program = buildProgram((invocation) => {
    said.invocation = invocation;
  });
  program.hook('preAction', (_, command) => applyVariables(command, env));
  for (const command of [program, ...descendants(program)]) {
    const path = pathOf(command);
    command.exitOverride((error) => {
      said.failed = path;
      throw error;
    });
    command.configureOutput({
      writeOut: (text) => {
        said.text += text;
      },
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.max(60, Math.min(columns, 110)),
      getOutHasColors: () => false,
    });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { command: 'version' };
    if (error.exitCode === 0) return { command: 'help', text: said.text };
    throw usageError(error, { program, argv, command: said.failed });
  }
  return said.invocation ?? { command: 'help', text: program.helpInformation() };
}

/** Commander puts its suggestion on a line of its own: `(Did you mean --tag?)`. */
function usageError(error: CommanderError, line: CommandLine & { readonly command: string }): Error {
  if (error.code === 'commander.help') return usage('no command was given', null);
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '').replace(/\.$/, '');
  const hint = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?') ?? `see \`${line.command} --help\``;
  const elsewhere = error.code === 'commander.unknownOption' ? hintOfOtherCommand(message, line) : null;
  return usage(message.charAt(0).toLowerCase() + message.slice(1), elsewhere ?? hint);
}

/** `funade sandbox token`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function descendants(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}
