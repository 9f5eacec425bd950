import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { jsonFault, jsonText, plainText } from '@funade/core';
import type { Sandbox, Seed, seedSchema } from '@funade/sandbox';
import { sandboxNotStarted, seedInvalid, seedNotWritten, seedUnreadable } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { SandboxOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { styleOf } from '../render/style.ts';

/** `funade sandbox`: runs a sandbox on the real clock in the foreground until a signal comes. */
export async function sandbox(options: SandboxOptions, io: Io, interruption: Interruption): Promise<number> {
  const { seedSchema, startSandbox } = await import('@funade/sandbox');
  const { port, speed } = options;
  const made =
    options.environments.length === 0
      ? null
      : await (await import('../seed/make-seed.ts')).makeSeed(options, io, interruption);
  const given = options.seed === null ? null : await loadSeed(resolve(io.cwd, options.seed), options.seed, seedSchema);
  const start = (seed: Seed | null): Promise<Sandbox> =>
    startSandbox({ clock: 'real', port, speed, ...(seed === null ? {} : { seed }) });
  let seed = given ?? made?.seed ?? null;
  const started = start(seed).catch(async (error: unknown) => {
    const problems = problemsOfSeed(error);
    if (problems !== null && options.seed !== null) throw seedInvalid(options.seed, problems);
    if (problems !== null && made !== null) {
      io.stderr.write(
        `what the config holds cannot run as it is, so stand-ins run:\n${plainText(problems.join('\n'))}\n`,
      );
      seed = made.withStandIns;
      return start(seed);
    }
    throw isSystemError(error) ? sandboxNotStarted(error) : error;
  });
  await using running = await started;
  if (options.writeSeed !== null && seed !== null) return await writeSeed(options.writeSeed, seed, io);
  interruption.signal.throwIfAborted();
  const accounts = Object.keys(seed?.accounts ?? {});
  if (options.json) io.stdout.write(`${JSON.stringify(describe(running, accounts))}\n`);
  else io.stdout.write(renderSandbox(running, { io, options, accounts }));
  await new Promise<void>((stop) => {
    if (interruption.signal.aborted) stop();
    else interruption.signal.addEventListener('abort', () => stop(), { once: true });
  });
  if (!options.json) io.stderr.write('the sandbox is closed\n');
  return 0;
}

/** Writes a seed to a file that is not there yet. */
async function writeSeed(shown: string, seed: Seed, { cwd, stdout }: Io): Promise<number> {
  await writeFile(resolve(cwd, shown), `${jsonText(seed, 2)}\n`, { flag: 'wx' }).catch((error: unknown) => {
    throw seedNotWritten(shown, error);
  });
  stdout.write(`the seed is in ${shown}; start it with: funade sandbox --seed ${shown}\n`);
  return 0;
}

async function loadSeed(file: string, shown: string, schema: typeof seedSchema): Promise<Seed> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw seedUnreadable(shown, error);
  });
  const parsed = schema.safeParse(parseJson(text, shown));
  if (parsed.success) return parsed.data as Seed;
  throw seedInvalid(
    shown,
    parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the seed'}: ${message}`),
  );
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw seedUnreadable(shown, jsonFault(text, error as SyntaxError));
  }
}

/** What AWS itself would refuse in a seed that has the right form; null for every other error. */
function problemsOfSeed(error: unknown): readonly string[] | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'SEED_INVALID') return null;
  return 'problems' in error && Array.isArray(error.problems) ? error.problems.map(String) : null;
}

/** What the operating system refuses, such as a port that is taken. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function describe(running: Sandbox, accounts: readonly string[]) {
  return {
    endpoint: running.endpoint,
    issuer: running.issuer,
    registries: running.registries,
    environment: running.environment(),
    accounts: Object.fromEntries(accounts.map((account) => [account, environmentOf(running, account)])),
  };
}

/** Null for an account that has no user. */
function environmentOf(running: Sandbox, account: string): Record<string, string> | null {
  try {
    return running.environment({ account });
  } catch {
    return null;
  }
}

/** An empty world is seldom what is wanted. */
function hintOf({ seed }: SandboxOptions): readonly string[] {
  if (seed !== null) return [];
  return ['# nothing is in it; --for <environment> makes it from deploy.config.ts, --seed <file> from a seed', ''];
}

function renderSandbox(
  running: Sandbox,
  {
    io,
    options,
    accounts,
  }: { readonly io: Io; readonly options: SandboxOptions; readonly accounts: readonly string[] },
): string {
  const style = styleOf(io.stdout, io, options.color);
  const environment = Object.entries(running.environment());
  const others = accounts.slice(1).flatMap((account) => {
    const other = environmentOf(running, account);
    return other === null
      ? []
      : [
          style.dim(
            `# account ${account}: AWS_ACCESS_KEY_ID=${other.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${other.AWS_SECRET_ACCESS_KEY}`,
          ),
        ];
  });
  const registries = running.registries.map(({ account, region, host }) => `#   ${host}  ${account} ${region}`);
  return `${[
    style.bold(
      `the sandbox is ready at ${running.endpoint}${options.speed === 1 ? '' : `, ${options.speed} times as fast as the wall clock`}`,
    ),
    '',
    style.dim('# what an AWS client needs:'),
    ...environment.map(([name, value]) => `export ${name}=${value}`),
    ...others,
    '',
    ...(registries.length === 0
      ? []
      : [style.dim('# registries, for docker login, push and pull:'), ...registries, '']),
    style.dim(`# OIDC issuer: ${running.issuer}`),
    style.dim('# a token of it:'),
    `funade sandbox token --endpoint ${running.endpoint} --sub <subject> --aud sts.amazonaws.com`,
    '',
    ...(options.environments.length === 0
      ? hintOf(options)
      : [
          style.dim(
            `# it runs what the config says of ${options.environments.join(', ')}; in another terminal, with the variables:`,
          ),
          `funade plan ${options.environments[0]}`,
          '',
        ]),
    style.dim('# Ctrl-C ends it'),
  ].join('\n')}\n`;
}
