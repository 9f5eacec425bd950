import { Command } from 'commander';
import type { Invocation } from '../model/invocation.ts';
import { commandPages, documentation } from '../model/pages.ts';
import { addIamCommand } from './iam-command.ts';
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
        `\n${exitCodes}\n\nEvery option has an environment variable: --allow-dirty is FUNADE_ALLOW_DIRTY=1, --service a,b is FUNADE_SERVICE=a,b.\nMore: ${pageOf(command)}`,
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
  addSandboxCommands(program, take);
  return program;
}

function pageOf(command: Command): string {
  const page = commandPages[command.name()] ?? commandPages[command.parent?.name() ?? ''];
  return `${documentation}/${page ?? 'README.md'}`;
}

/** What the exit code of a command says. */
export const exitCodes = `Exit codes:
  0    applied and verified (or as far as --wait-until says), nothing to do, or
       something was shown
  1    a step failed, or diff --exit-code found a difference
  2    the command, the config or a plan file is wrong; nothing was changed
  3    rolled back: the previous version is serving
  4    superseded by another deployment
  5    stopped by somebody
  6    the wait ended while the rollout was still in progress
  7    paused: waiting for approval
  8    refused by a rule, or a check of verify failed; nothing that is running was changed
  130, 143  interrupted`;
