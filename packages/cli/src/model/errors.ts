import { DeployError, nearestName, type Outcome } from '@funade/core';

/** The command line cannot be read. */
export const usage = (message: string, hint: string | null): DeployError =>
  new DeployError('USAGE', message, { category: 'usage', hint: hint ?? 'see `funade --help`' });

/** Nothing is known of a code that is to be explained. */
export const codeUnknown = (code: string, known: readonly string[]): DeployError => {
  const nearest = nearestName(code.toUpperCase(), known);
  return new DeployError('CODE_UNKNOWN', `no error, warning or exit of funade has the code "${code}"`, {
    category: 'usage',
    hint: nearest === null ? '`funade explain` lists all codes' : `did you mean ${nearest}?`,
    details: { code, nearest },
  });
};

/** The config is for other versions of the command. */
export const versionNotAdmitted = (version: string, requires: string): DeployError =>
  new DeployError('VERSION_NOT_ADMITTED', `the config requires funade ${requires}, and this is ${version}`, {
    category: 'usage',
    hint: `npm install --save-dev "funade@${requires}", or change requires in the config`,
    details: { version, requires },
  });

/** What the config says of versions is no range of them. */
export const requiresUnreadable = (requires: unknown): DeployError =>
  new DeployError(
    'REQUIRES_UNREADABLE',
    `requires of the config is ${JSON.stringify(requires)}, which is no range of versions`,
    {
      category: 'usage',
      hint: "write it as npm does: requires: '>=0.2 <1', or '^0.2.0'",
      details: { requires },
    },
  );

/** The environment requires confirmation, and nobody can be asked. */
export const confirmNeedsTerminal = (environment: string): DeployError =>
  new DeployError(
    'CONFIRM_NEEDS_TERMINAL',
    `environment "${environment}" requires confirmation but stdin is not a terminal`,
    {
      category: 'usage',
      hint: 'pass --yes',
    },
  );

/** A person said no. */
export const aborted = (environment: string, otherwise: string): DeployError =>
  new DeployError('ABORTED', `${otherwise} "${environment}": not confirmed`, { category: 'refused' });

/** A saved plan is of another project than the config. */
export const planOfOtherProject = (plan: string, project: string): DeployError =>
  new DeployError('PLAN_OTHER_PROJECT', `the plan is for project "${plan}", but the config is for "${project}"`, {
    category: 'usage',
    hint: 'apply the plan with the config it was made from: pass it with --config',
  });

/** A saved plan is for an environment that the config does not have, or has otherwise. */
export const planOfOtherEnvironment = (environment: string, keys: readonly string[]): DeployError =>
  new DeployError(
    'PLAN_OTHER_ENVIRONMENT',
    keys.length === 0
      ? `the plan is for environment "${environment}", which the config does not have`
      : `environment "${environment}" has changed since the plan was made: ${keys.join(', ')} changed in the config`,
    { category: 'refused', hint: `make the plan again: funade plan ${environment} --out plan.json` },
  );

const sampleSeed = 'https://github.com/funade/funade/blob/main/examples/sandbox/seed.json';

/** The seed file of the sandbox cannot be read. */
export const seedUnreadable = (file: string, cause: unknown): DeployError =>
  new DeployError('SEED_UNREADABLE', `cannot read the seed ${file}`, {
    category: 'usage',
    cause,
    hint: `a seed is a JSON file; ${sampleSeed} is one`,
  });

/** The seed of the sandbox is JSON and not a seed. */
export const seedInvalid = (file: string, problems: readonly string[]): DeployError =>
  new DeployError('SEED_INVALID', [`the seed ${file} is not valid:`, ...problems].join('\n'), {
    category: 'usage',
    hint: `${sampleSeed} is a seed`,
  });

/** The seed of the sandbox cannot be written to a file. */
export const seedNotWritten = (file: string, cause: unknown): DeployError =>
  new DeployError('SEED_NOT_WRITTEN', `cannot write the seed to ${file}`, {
    category: 'usage',
    cause,
    hint: 'a file that is there is not written over: give it another name',
  });

/** The sandbox did not start. */
export const sandboxNotStarted = (cause: unknown): DeployError =>
  new DeployError('SANDBOX_NOT_STARTED', 'the sandbox did not start', {
    cause,
    hint: 'give it another --port, or leave --port out',
  });

/** No sandbox answers where a token is to come from. */
export const sandboxUnreachable = (endpoint: string, cause: unknown): DeployError =>
  new DeployError('SANDBOX_UNREACHABLE', `no sandbox answers at ${endpoint}`, {
    cause,
    hint: 'start one with `funade sandbox`, and pass its endpoint with --endpoint or AWS_ENDPOINT_URL',
  });

/** The sandbox has no token to give for these claims. */
export const tokenRefused = (status: number, answer: string): DeployError =>
  new DeployError('SANDBOX_TOKEN_REFUSED', `the sandbox gave no token: ${status} ${answer}`, {
    category: 'usage',
    hint: 'pass --sub and --aud as the trust policy of the role in the seed has them',
  });

/** A saved plan builds from another commit than the one that is checked out. */
export const planOfOtherCommit = (planned: string, found: string, ref: string): DeployError =>
  new DeployError('PLAN_OTHER_COMMIT', `the plan builds from commit ${planned}, but ${found} is checked out`, {
    category: 'refused',
    hint: `git checkout ${ref}`,
  });

const install =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/** The program that speaks the protocol of ECS Exec is not installed. */
export const sessionPluginMissing = (): DeployError =>
  new DeployError('EXEC_PLUGIN_MISSING', 'the Session Manager plugin of AWS is not installed', {
    category: 'usage',
    hint: `install session-manager-plugin, which has to be on the PATH: ${install}`,
  });

/** The program is so old that a session's token would have to be an argument. */
export const sessionPluginOld = (version: string, needed: string): DeployError =>
  new DeployError('EXEC_PLUGIN_OLD', `session-manager-plugin ${version} takes the token of a session as an argument`, {
    category: 'usage',
    hint: `every process of this machine could read it; install ${needed} or newer: ${install}`,
  });

/** The session ended without saying how its command did. */
export const execCodeUnknown = (command: string): DeployError =>
  new DeployError('EXEC_CODE_UNKNOWN', `the session ended before ${JSON.stringify(command)} did`, {
    hint: '--exit-code runs the command with /bin/sh, which the container must have; see above for what it wrote',
  });

/** Of all environments there was none that could be read. */
export const noEnvironmentReadable = (names: readonly string[], hint: string | null): DeployError =>
  new DeployError('NO_ENVIRONMENT_READABLE', `none of the environments could be read: ${names.join(', ')}`, {
    hint: hint ?? 'the reasons stand in the board',
  });

/** Nothing says which run is to be taken up. */
export const resumeNeedsEnvironment = (project: string, folder: string): DeployError =>
  new DeployError('RESUME_NEEDS_ENVIRONMENT', `there is no journal of a run of ${project} in ${folder}`, {
    category: 'usage',
    hint: 'name the environment, and the release is looked up in ECS: funade resume --environment <name>',
  });

/** A run that is to be taken up has ended in another way than well. */
export const runEnded = (
  run: string,
  { environment, outcome, word }: { readonly environment: string; readonly outcome: Outcome; readonly word: string },
): DeployError =>
  new DeployError('RUN_ENDED', `${run} has ended: ${word}`, {
    outcome,
    hint: `\`funade deploy ${environment}\` tries again, \`funade rollback ${environment}\` deploys what ran before`,
  });

/** A newer run has changed what a run that is to be taken up would go on with. */
export const runReplaced = (
  run: string,
  { by, next, target }: { readonly by: string; readonly next: string; readonly target: string },
): DeployError =>
  new DeployError('RUN_REPLACED', `${run} was superseded: ${by} has changed ${target} since`, {
    outcome: 'superseded',
    hint: next,
  });

/** The release that is to be taken up has ended on targets in another way than well. */
export const releaseEnded = (
  release: string,
  { environment, outcome, ends }: { readonly environment: string; readonly outcome: Outcome; readonly ends: string },
): DeployError =>
  new DeployError('RELEASE_ENDED', `the deployment of ${release} to ${environment} has ended: ${ends}`, {
    outcome,
    hint: `\`funade deploy ${environment}\` tries again, \`funade rollback ${environment}\` deploys what ran before`,
  });

/** A prune and a scale look at what is there each time: there is nothing to take up of them. */
export const runNotTakenUp = (run: string, command: string): DeployError =>
  new DeployError('RUN_NOT_TAKEN_UP', `${run} is not taken up`, {
    category: 'usage',
    hint: `\`${command}\` looks at what is there each time: run it again`,
  });

/** What `funade init` would write is there and says something else. */
export const initFilesDiffer = (paths: readonly string[], canUpdate = false): DeployError =>
  new DeployError(
    'INIT_FILES_DIFFER',
    `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} there and not the same: nothing is written over ${paths.length === 1 ? 'it' : 'them'}`,
    {
      category: 'refused',
      hint: canUpdate
        ? 'with --update what was read is added to the config that is there; or take over by hand what the difference shows'
        : 'take over by hand what the difference shows, or move what is there away and run it again',
    },
  );
