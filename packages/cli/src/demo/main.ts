// `npm run demo`: the main job on the embedded sandbox, by the real command, from a fresh clone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type ChildOptions, type Env, readFunade, runFunade, startSandboxChild } from './child.ts';
import { demoSeed } from './demo-seed.ts';
import { hasDockerEngine, removeImages } from './engine.ts';
import { startHealthPage } from './health-page.ts';
import { writeShop } from './write-shop.ts';

/** How many seconds of the sandbox pass in one second. */
const speed = 10;
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => stop.abort(new Error(`stopped by ${name}`)));
}
try {
  await demo(withoutClouds(process.env), stop.signal);
} catch (error) {
  say(stop.signal.aborted ? '\nstopped; nothing is left running' : `\nthe demo failed: ${error}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}

async function demo(env: Env, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'funade-demo-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  const builder = (await hasDockerEngine(env)) ? 'docker' : 'containerify';
  const engine = builder === 'docker' ? 'the Docker engine of this machine' : 'containerify, without a Docker engine';
  const seed = join(folder, 'seed.json');
  await writeFile(seed, JSON.stringify(demoSeed()));
  const sandbox = await startSandboxChild(['--seed', seed, '--speed', String(speed)], { cwd: folder, env, signal });
  cleanUp.use(sandbox);
  if (builder === 'docker')
    cleanUp.defer(() =>
      removeImages(
        sandbox.registries.map(({ host }) => host),
        env,
      ),
    );
  say(`A sandbox on ${sandbox.endpoint} stands in for AWS, ${speed} times as fast; images are built by ${engine}.`);

  const shopFolder = join(folder, 'shop');
  const developer = { cwd: shopFolder, env: { ...env, ...sandbox.environment }, signal };
  const page = cleanUp.use(await startHealthPage(() => runningVersion(developer)));
  const shop = await writeShop(shopFolder, { versions: ['v1.0.0', 'v1.1.0'], builder, page: page.url }, env);
  say('The shop is a git repository with tags v1.0.0 and v1.1.0: api and worker share an image, web has two.');
  const funade = async (...args: readonly string[]): Promise<void> => {
    say(`\n${styleText('bold', `$ funade ${args.join(' ')}`)}`);
    const code = await runFunade(args, developer);
    if (code !== 0) throw new Error(`funade ${args.join(' ')} exited ${code}`);
  };

  await funade('plan', 'staging', '--tag', 'v1.0.0');
  await funade('deploy', 'staging', '--tag', 'v1.0.0');
  say(`\n${styleText('bold', '$ git checkout v1.1.0')}`);
  await shop.git('checkout', '--quiet', 'v1.1.0');
  say(
    'It brings a migration before the rollout of api, a check of its health page after it, and a job for every night.',
  );
  await funade('deploy', 'staging', '--tag', 'v1.1.0');
  say('\nOnce more: nothing is left to do.');
  await funade('deploy', 'staging', '--tag', 'v1.1.0');
  say('\nSuppose that v1.1.0 was no good. What ran before goes by its revision and its digest: no build, no checkout.');
  await funade('history', 'staging', '--service', 'api', '--limit', '2');
  await funade('rollback', 'staging');
  say(next(Math.round((performance.now() - startedAt) / 1000)));
}

/** The version that the sandbox runs of the api, without the v of its tag. */
async function runningVersion(developer: ChildOptions): Promise<string> {
  const status = await readFunade(['status', 'staging', '--service', 'api', '--json'], developer);
  const [target] = (status as Status).targets;
  return target?.deployments.find(({ role }) => role === 'new')?.images[0]?.tag.slice(1) ?? '';
}

/** What the demo reads of `funade status --json`. */
interface Status {
  readonly targets: readonly {
    readonly deployments: readonly { readonly role: string; readonly images: readonly { readonly tag: string }[] }[];
  }[];
}

function next(seconds: number): string {
  return `
${seconds} seconds; the sandbox is closed and the shop's folder is gone. What to try next:

  npm run funade -- sandbox --speed 10    a sandbox of your own, to point funade or any AWS client at
  npm run funade -- plan --help           what else a plan can do: --json, --markdown, --out, --service
  npm run funade -- rollback --help       go back to another version; deploy --to goes forward again
  npm run funade -- verify --help         check that everything a deploy refers to exists and fits
  README.md                               how to write deploy.config.ts, and the job for GitLab or GitHub
  deploy.config.example.ts                every option, with what it does`;
}

/** Neither this machine's AWS settings nor its CI may speak into the demo. */
function withoutClouds(env: Env): Env {
  const speaks = /^(AWS_|CI$|CI_|GITLAB_|GITHUB_|ACTIONS_|GIT_)/;
  const quiet = Object.entries(env).filter(([name]) => !speaks.test(name));
  return {
    ...Object.fromEntries(quiet),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
