import { Command } from 'commander';
import { exitTexts } from '../model/exit-texts.ts';
import type { Invocation } from '../model/invocation.ts';
import { commandPages, pageUrl } from '../model/pages.ts';
import { addCompletionCommands } from './completion-commands.ts';
import { addExplainCommand } from './explain-command.ts';
import { addDoctorCommand, addIamCommand } from './iam-command.ts';
import { addInitCommand } from './init-command.ts';
import { addLookCommands } from './look-commands.ts';
import { addOperationCommands } from './operation-commands.ts';
import { addPlanCommands } from './plan-commands.ts';
import { addResumeCommand } from './resume-command.ts';
import { addRollbackCommands } from './rollback-commands.ts';
import { addRunCommand } from './run-command.ts';
import { addSandboxCommands } from './sandbox-commands.ts';
import { addStandingCommands } from './standing-commands.ts';

/** All commands with their options. `take` is told what was typed once it is parsed. */
export function buildProgram(take: (invocation: Invocation) => void): Command {
  const program = new Command('funade')
    .description('Deploys containers to Amazon ECS from one typed file and reports truthfully how it went.')
    .version('', '-V, --version', 'print the version')
    .addHelpText(
      'afterAll',
      ({ command }) =>
        `\n${exitCodes}\n\nEvery option has an environment variable: --allow-dirty is FUNADE_ALLOW_DIRTY=1, --service a,b is FUNADE_SERVICE=a,b.\nMore: ${pageOf(command)}\nAn error or an exit code: funade explain <code>`,
    );

  addInitCommand(program, take);
  addPlanCommands(program, take);
  addStandingCommands(program, take);
  addLookCommands(program, take);
  addRunCommand(program, take);
  addRollbackCommands(program, take);
  addResumeCommand(program, take);
  addOperationCommands(program, take);
  addIamCommand(program, take);
  addDoctorCommand(program, take);
  addExplainCommand(program, take);
  addCompletionCommands(program, take);
  addSandboxCommands(program, take);
  return program;
}

function pageOf(command: Command): string {
  const page = commandPages[command.name()] ?? commandPages[command.parent?.name() ?? ''];
  return pageUrl(page ?? 'README.md');
}

const exitCodes = [
  'Exit codes:',
  ...exitTexts.map(
    ([codes, text]) => `  ${codes.padEnd(4)} ${codes.length > 4 ? ' ' : ''}${text.replaceAll('\n', '\n       ')}`,
  ),
].join('\n');
