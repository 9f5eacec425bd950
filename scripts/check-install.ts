// What a user gets: installs the tarballs into an empty project with no registry at hand, measures them, and runs plan,
// deploy, apply, status and the sandbox on the lowest Node of `engines` and on the newest. `npm run build` first.
import { cpSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstHour } from './install/first-hour.ts';
import { installNode } from './install/install-node.ts';
import { mustRun, run } from './install/run.ts';
import { runCommands } from './install/run-commands.ts';
import { withSandbox } from './install/with-sandbox.ts';
import { writeProject } from './install/write-project.ts';
import { packPackage } from './pack-package.ts';
import { lowestNode, publishedPackages, root } from './packages.ts';

const most = { packages: 5, megabytes: 10 };
const work = mkdtempSync(join(tmpdir(), 'funade-install-'));
const project = join(work, 'project');
const bin = join(project, 'node_modules/funade/dist/bin.mjs');
const faults: string[] = [];

try {
  const packed = publishedPackages().map((item) => ({ ...item, tarball: packPackage(item, work) }));
  const command = packed.find(({ name }) => name === 'funade');
  if (command === undefined) throw new Error('the package `funade` is not published');
  writeProject(project);
  install([command.tarball]);
  measureInstall();
  checkTypes();
  await measureColdStart(command.tarball);
  faults.push(...(await firstHour(command.tarball, join(work, 'newcomer'))));
  install(packed.map(({ tarball }) => tarball));
  for (const version of [`${lowestNode(command)}.0`, 'latest']) {
    faults.push(...(await runCommands({ node: installNode(version, work), bin, project })));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const fault of faults) console.error(`FAULT: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

/** Offline: a tarball that needs anything of a registry fails. */
function install(tarballs: readonly string[]): void {
  const options = ['--no-save', '--offline', '--no-audit', '--no-fund'];
  mustRun('npm', ['install', ...options, ...tarballs], { cwd: project });
}

function measureInstall(): void {
  const modules = join(project, 'node_modules');
  const packages = globSync(['*/package.json', '@*/*/package.json'], { cwd: modules }).length;
  const files = globSync('**/*', { cwd: modules }).map((file) => statSync(join(modules, file)));
  const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1024 / 1024;
  console.log(`installed: ${packages} packages, ${megabytes.toFixed(1)} MB`);
  if (packages > most.packages) faults.push(`${packages} packages, more than ${most.packages}`);
  if (megabytes > most.megabytes) faults.push(`${megabytes.toFixed(1)} MB, more than ${most.megabytes}`);
}

/** With nothing of Node's types and no library skipped; a plugin with a zod of its own, as its author has one. */
function checkTypes(): void {
  compile('the config', 'tsconfig.json');
  cpSync(join(root, 'packages/core/node_modules/zod'), join(project, 'node_modules/zod'), {
    recursive: true,
    dereference: true,
  });
  compile('a plugin', 'tsconfig.plugin.json');
}

function compile(what: string, config: string): void {
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { code, stdout } = run(tsc, ['-p', config], { cwd: project, timeout: 60_000 });
  console.log(`types of ${what}: ${code === 0 ? 'sound' : 'not sound'}`);
  if (code !== 0) faults.push(`the types of the tarball:\n${stdout}`);
}

/** `npx` of the tarball with an empty cache, in a project that has nothing installed. */
async function measureColdStart(tarball: string): Promise<void> {
  const place = join(work, 'cold');
  writeProject(place);
  const args = ['--yes', '--offline', '--package', tarball, 'funade', 'plan', 'staging', '--tag', 'v1.1.0'];
  const own = await withSandbox({ node: process.execPath, bin, project }, (env) => {
    const start = performance.now();
    const { code, stdout, stderr } = run('npx', args, {
      cwd: place,
      env: { ...env, npm_config_cache: join(work, 'cache') },
    });
    const seconds = (performance.now() - start) / 1000;
    // A figure, not a check: how long it takes is the machine's business too.
    console.log(`cold npx, first plan: ${seconds.toFixed(1)} s (aim 3)`);
    if (code !== 0) faults.push(`cold npx exited ${code}:\n${stdout}${stderr}`);
  });
  faults.push(...own);
}
