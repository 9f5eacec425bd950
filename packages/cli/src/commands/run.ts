import { type HandRun, type HandRunListener, jsonText, plainLine, runByHand } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { HandRunOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderError } from '../render/render-error.ts';
import { styleOf } from '../render/style.ts';
import { ask } from '../run/confirm.ts';
import { openStanding } from '../run/open-standing.ts';

/**
 * `funade run <environment> <service> -- <command>`: runs a one-off task by hand. Its log goes to stdout, how it stands to stderr;
 * its exit code is ours.
 */
export async function run(options: HandRunOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  const { project, environment, targets, context } = standing;
  const [target] = targets;
  if (target === undefined) throw new TypeError('a task is run of one service');
  const { task, command, revision, tag: release, count, detach, yes, json } = options;
  const what = task === null ? (command?.join(' ') ?? 'its own command') : `task ${task}`;
  const question = `run ${plainLine(what)} of ${target.service} in ${environment.name}`;
  await ask(environment, { yes, signal: interruption.signal, question, otherwise: 'not run in' }, io);
  const wanted = {
    project: project.config.project,
    environment,
    target,
    task,
    command,
    revision,
    release,
    count,
    detach,
  };
  const listener = listenerOf(options, io);
  const ran = await runByHand(wanted, { plugins: project.plugins, listener }, context);
  const style = styleOf(io.stderr, io, options.color);
  for (const { error } of ran.tasks) if (error !== null) io.stderr.write(renderError(error, style, io.stderr.columns));
  if (json) io.stdout.write(`${jsonText({ target: target.id, ...ran }, 2)}\n`);
  else if (detach) for (const { id } of ran.tasks) io.stdout.write(`${id}\n`);
  return codeOf(ran);
}

/** Of several the first that failed decides; one without an exit code is 1. */
function codeOf({ tasks }: HandRun): number {
  const failed = tasks.find(({ state }) => state === 'failed');
  return failed === undefined ? 0 : failed.exitCode || 1;
}

/** With `--json` nothing but the answer goes to stdout. */
function listenerOf({ json, count, color }: HandRunOptions, io: Io): HandRunListener {
  const style = styleOf(io.stderr, io, color);
  const log = json ? io.stderr : io.stdout;
  const of = (task: string | null): string => (task === null ? '' : `task ${task}: `);
  return {
    progress: (task, message) => io.stderr.write(`${style.dim(`${of(task)}${plainLine(message)}`)}\n`),
    line: (task, text) => log.write(`${count > 1 ? `${task.slice(0, 8)} | ` : ''}${text}\n`),
    warn: (message) => io.stderr.write(`${style.yellow('warning:')} ${plainLine(message)}\n`),
  };
}
