import { jsonText, openExec, plainText, quoteWords, Secret } from '@funade/core';
import { execCodeUnknown, sessionPluginMissing, sessionPluginOld } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { ExecOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { openStanding } from '../run/open-standing.ts';
import { sessionOutput } from '../run/session-output.ts';

const program = 'session-manager-plugin';

/** The first version that takes a session from a variable. */
const needed = [1, 2, 498];

/**
 * `funade exec <environment> <service> -- <command>`: runs a command in a container, through ECS Exec. On a terminal the plugin
 * has it to itself; otherwise what the command writes is handed on without what the plugin says.
 */
export async function exec(options: ExecOptions, io: Io, interruption: Interruption): Promise<number> {
  await using standing = await openStanding(options, io, interruption);
  await requirePlugin(io, interruption);
  const { project, environment, targets, context } = standing;
  const [target] = targets;
  if (target === undefined) throw new TypeError('a command is run in one service');
  const { task, container, exitCode: wantsCode, json } = options;
  // One word is a command line as it is written.
  const line = options.command.length === 1 ? (options.command[0] ?? '') : quoteWords(options.command);
  const marker = wantsCode ? `funade-${io.random.uuid()}` : null;
  const command =
    marker === null ? line : quoteWords(['/bin/sh', '-c', `${quoteWords(['/bin/sh', '-c', line])}; echo ${marker}:$?`]);
  const wanted = { project: project.config.project, environment, target, task, container, command };
  const session = await openExec(wanted, project.plugins, context);
  let written = '';
  const output = sessionOutput(marker, (text) => {
    if (json) written += text;
    else io.stdout.write(text);
  });
  const toTerminal = io.stdout.isTTY && marker === null && !json;
  const ended = await interruption.exposed(() =>
    io.attach({
      file: program,
      args: session.args,
      takesInput: true,
      env: { ...io.env, ...revealed(session.env) },
      ...(toTerminal ? {} : { onOutput: (chunk: string) => output.write(chunk) }),
    }),
  );
  output.end();
  const code = marker === null ? null : output.exitCode;
  if (json) {
    const { task: id, container: name } = session;
    const answer = { target: target.id, task: id, container: name, exitCode: code, output: plainText(written) };
    io.stdout.write(`${jsonText(answer, 2)}\n`);
  }
  if (marker !== null && code === null) throw execCodeUnknown(line);
  return code ?? ended.exitCode ?? 1;
}

/** Throws `EXEC_PLUGIN_MISSING` and `EXEC_PLUGIN_OLD`. */
async function requirePlugin(io: Io, interruption: Interruption): Promise<void> {
  let said = '';
  const onOutput = (chunk: string): void => {
    said += chunk;
  };
  const { notFound } = await interruption.exposed(() =>
    io.attach({ file: program, args: ['--version'], env: io.env, takesInput: false, onOutput }),
  );
  if (notFound) throw sessionPluginMissing();
  const version = said.trim();
  const parts = version.split('.').map(Number);
  const differs = needed.findIndex((part, index) => part !== parts[index]);
  if (differs >= 0 && !((parts[differs] ?? 0) > (needed[differs] ?? 0))) {
    throw sessionPluginOld(version === '' ? 'of an unknown version' : version, needed.join('.'));
  }
}

function revealed(env: Readonly<Record<string, Secret | string>>): Io['env'] {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );
}
