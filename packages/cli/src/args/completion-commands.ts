import { Argument, type Command } from 'commander';
import { type Invocation, type ShellName, shellNames } from '../model/invocation.ts';

/** Adds the command that prints what a shell needs, and the one that the shell asks. */
export function addCompletionCommands(program: Command, take: (invocation: Invocation) => void): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and names of the config in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shellNames))
    .action((shell: ShellName) => take({ command: 'completion', shell }));

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action((words: readonly string[]) => take({ command: 'complete', words }));
}
