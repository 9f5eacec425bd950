import type { FolderFacts, FoundProject, SourceRequest } from '@funade/init';
import { initFilesDiffer } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderFileChange } from '../render/render-file-change.ts';
import { styleOf } from '../render/style.ts';
import { askInit } from '../run/ask-init.ts';

/** `funade init`: writes a first config, the files beside it and the job that deploys. Writes nothing over what is there. */
export async function init(options: InitOptions, io: Io, interruption: Interruption): Promise<number> {
  const { addIgnoreLines, ciFile, placeFiles, readFolder, renderLeft, renderProject, sources } = await import(
    '@funade/init'
  );
  const folder = await readFolder(io.cwd, io.env);
  const answers = await askInit(options, { folder, io, signal: interruption.signal });
  const project =
    options.from === 'ecspresso'
      ? await sources[options.from](sourceRequest(options, io, interruption))
      : await findProject(answers.options, folder);
  const job = ciFile(answers.ci, project, folder.install);
  interruption.signal.throwIfAborted();
  const placed = await placeFiles(io.cwd, [...renderProject(project), ...(job === null ? [] : [job])]);
  const style = styleOf(io.stdout, io, options.color);
  for (const path of placed.written) io.stdout.write(`${style.green('+')} ${path}\n`);
  for (const path of placed.same) io.stdout.write(`${style.dim('=')} ${path}\n`);
  for (const file of placed.different) io.stdout.write(renderFileChange(file, style));
  io.stderr.write(renderLeft(project.left));
  if (placed.written.length > 0 && (await addIgnoreLines(io.cwd))) io.stdout.write(`${style.green('+')} .gitignore\n`);
  if (placed.different.length > 0) throw initFilesDiffer(placed.different.map(({ path }) => path));
  io.stdout.write(nextSteps(project, answers.options));
  return 0;
}

/** What was typed: what was not is read from the source, or said to be missing. */
function sourceRequest(options: InitOptions, { cwd, env }: Io, { signal }: Interruption): SourceRequest {
  const { paths, project, environments, services, account, region, role } = options;
  return { cwd, paths, project, environment: environments[0] ?? null, services, account, region, role, env, signal };
}

async function findProject(options: InitOptions, folder: FolderFacts): Promise<FoundProject> {
  const { startProject } = await import('@funade/init');
  const [service = 'api'] = options.services;
  return startProject({
    project: options.project ?? folder.project,
    service,
    environments: options.environments,
    account: options.account,
    region: options.region ?? 'us-east-1',
    role: options.role,
    branch: folder.branch,
    dockerfile: folder.dockerfile,
  });
}

function nextSteps({ environments }: FoundProject, options: InitOptions): string {
  const [first = 'staging'] = Object.keys(environments);
  const lines = [
    ...(options.from === null
      ? [[`npx funade sandbox --for ${first}`, 'AWS on this machine, made from the config; it prints what to export']]
      : []),
    [`npx funade plan ${first}`, 'what a deploy would do'],
    [`npx funade deploy ${first}`, 'does it'],
    ...(options.from === null && options.account === null
      ? [['deploy.config.ts', 'for AWS: your own account and role']]
      : []),
  ];
  return `\nnext, after a commit:\n${lines.map(([what = '', why]) => `  ${what.padEnd(38)}${why}\n`).join('')}`;
}
