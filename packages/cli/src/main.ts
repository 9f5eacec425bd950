import { errorExitCode, errorInfo, plainText, redactError, signalExitCode, toDeployError } from '@funade/core';
import { type Interruption, listenForSignals } from './model/interruption.ts';
import type { Invocation } from './model/invocation.ts';
import type { Io } from './model/io.ts';
import type { CommonOptions } from './model/options.ts';
import { guardOutput } from './render/guard-output.ts';
import { renderError } from './render/render-error.ts';
import { styleOf } from './render/style.ts';

/**
 * The `funade` command: reads the command line, runs the command and returns the exit code. Never throws; errors are
 * shown on stderr. Everything it touches comes from `io`.
 */
export async function main(argv: readonly string[], outer: Io): Promise<number> {
  const io = { ...outer, stdout: guardOutput(outer.stdout), stderr: guardOutput(outer.stderr) };
  using interruption = listenForSignals(io);
  let options: CommonOptions = { color: !argv.includes('--no-color'), json: false, trace: null };
  try {
    const { parseArgs } = await import('./args/args.ts');
    const invocation = parseArgs(argv, { columns: io.stdout.columns || 80, env: io.env });
    if ('options' in invocation) options = invocation.options;
    return await runCommand(invocation, io, interruption);
  } catch (thrown) {
    return await showError(interruption.signal.aborted ? interruption.signal.reason : thrown, io, {
      options,
      interruption,
    });
  }
}

async function runCommand(invocation: Invocation, io: Io, interruption: Interruption): Promise<number> {
  switch (invocation.command) {
    case 'help':
      io.stdout.write(invocation.text);
      return 0;
    case 'version':
      io.stdout.write(`${io.version}\n`);
      return 0;
    case 'plan':
      return (await import('./commands/plan.ts')).plan(invocation.options, io, interruption);
    case 'diff':
      return (await import('./commands/diff.ts')).diff(invocation.options, io, interruption);
    case 'render':
      return (await import('./commands/render.ts')).render(invocation.options, io, interruption);
    case 'verify':
      return (await import('./commands/verify.ts')).verify(invocation.options, io, interruption);
    case 'deploy':
      return (await import('./commands/deploy.ts')).deploy(invocation.options, io, interruption);
    case 'apply':
      return (await import('./commands/apply.ts')).apply(invocation.options, io, interruption);
    case 'status':
      return (await import('./commands/status.ts')).status(invocation.options, io, interruption);
    case 'history':
      return (await import('./commands/history.ts')).history(invocation.options, io, interruption);
    case 'tasks':
      return (await import('./commands/tasks.ts')).tasks(invocation.options, io, interruption);
    case 'logs':
      return (await import('./commands/logs.ts')).logs(invocation.options, io, interruption);
    case 'run':
      return (await import('./commands/run.ts')).run(invocation.options, io, interruption);
    case 'scale':
      return (await import('./commands/scale.ts')).scale(invocation.options, io, interruption);
    case 'exec':
      return (await import('./commands/exec.ts')).exec(invocation.options, io, interruption);
    case 'events':
      return (await import('./commands/events.ts')).events(invocation.options, io, interruption);
    case 'prune':
      return (await import('./commands/prune.ts')).prune(invocation.options, io, interruption);
    case 'rollback':
      return (await import('./commands/deploy-revisions.ts')).deployRevisions(invocation.options, io, interruption);
    case 'resume':
      return (await import('./commands/resume.ts')).resume(invocation.options, io, interruption);
    case 'watch':
    case 'continue':
    case 'abort':
      return (await import('./commands/operate.ts')).operate(invocation, io, interruption);
    case 'init':
      return (await import('./commands/init.ts')).init(invocation.options, io, interruption);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(invocation.options, io, interruption);
    case 'iam':
      return (await import('./commands/iam.ts')).iam(invocation.options, io, interruption);
    case 'completion':
      io.stdout.write((await import('./complete/scripts.ts')).scripts[invocation.shell]);
      return 0;
    case 'complete':
      return (await import('./commands/complete.ts')).complete(invocation.words, io, interruption);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(invocation.options, io);
    case 'sandbox':
      return (await import('./commands/sandbox.ts')).sandbox(invocation.options, io, interruption);
    case 'sandbox-token':
      return (await import('./commands/sandbox-token.ts')).sandboxToken(invocation.options, io, interruption);
    default:
      return invocation satisfies never;
  }
}

async function showError(
  thrown: unknown,
  io: Io,
  { options, interruption }: { readonly options: CommonOptions; readonly interruption: Interruption },
): Promise<number> {
  const error = toDeployError(thrown);
  const style = styleOf(io.stderr, io, options.color);
  // A fault of ours is only found with its stack; everybody else's errors are told in words.
  if (error.category === 'internal' && error.cause instanceof Error)
    io.stderr.write(`${plainText(interruption.redact(String(error.cause.stack)))}\n`);
  io.stderr.write(renderError(redactError(errorInfo(error), interruption), style, io.stderr.columns));
  const { moreText } = await import('./explain/more-text.ts');
  io.stderr.write(moreText([error.code], { style, width: io.stderr.columns }));
  return interruption.name === null ? errorExitCode(error, error.outcome) : signalExitCode(interruption.name);
}
