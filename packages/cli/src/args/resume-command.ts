import type { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { run } from './option-groups.ts';
import { names, planOptions, runOptions, type Written } from './read-options.ts';

/** Adds the command that takes a run up. */
export function addResumeCommand(program: Command, take: (invocation: Invocation) => void): void {
  run(
    program
      .command('resume [run]')
      .description('take up a run that was killed, cancelled or timed out, and end it as it would have ended')
      .option('--environment <name>', 'the run of this environment; without a journal, the release is planned again')
      .option(
        '--tag <git tag>',
        "without a journal: what was deployed (default: from the CI's variables, else from git)",
      )
      .option('--service <names>', 'without a journal: only these services, separated by commas', names)
      .option('--config <file>', 'config file (default: searched for from this folder upwards)')
      .option('--allow-dirty', 'without a journal: build from a work tree with uncommitted changes')
      .option('--allow-downgrade', 'without a journal: deploy an older version than the one that is running')
      .option('--adopt-image', 'without a journal: deploy an image that does not say which commit it was built from'),
  )
    .option('--json', 'print the report as JSON')
    .action((id: string | undefined, written: Written) => {
      const { environment: _, ...planned } = planOptions('', written);
      take({
        command: 'resume',
        options: { ...planned, ...runOptions(written), run: id ?? null, environment: written.environment ?? null },
      });
    });
}
