import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { commonOptions, type Written } from './read-options.ts';

/** Adds the command that explains codes. */
export function addExplainCommand(program: Command, take: (invocation: Invocation) => void): void {
  program
    .command('explain [code]')
    .description(
      'explain the code of an error, of a warning or of an exit: explain IMAGE_TAG_TAKEN; without one, list them',
    )
    .option('--no-color', 'no colours')
    .option('--json', 'print it as JSON')
    .action((code: string | undefined, written: Written) =>
      take({ command: 'explain', options: { ...commonOptions(written), code: code ?? null } }),
    );
}
