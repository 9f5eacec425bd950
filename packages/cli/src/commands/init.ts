import type { FolderFacts, FoundFile, FoundProject, SourceRequest } from '@funade/init';
import { initFilesDiffer } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { renderFileChange } from '../render/render-file-change.ts';
import { styleOf } from '../render/style.ts';
import { askInit } from '../run/ask-init.ts';

/** `funade init`: writes a first config, the files beside it and the job that deploys. Writes nothing over what is there. */
export async function init(options: InitOptions, io: Io, interruption: Interruption): Promise<number> {
  const { addIgnoreLines, ciFile, filesBeside, placeFiles, readFolder, renderLeft, renderProject } = await import(
    '@funade/init'
  );
  const folder = await readFolder(io.cwd, io.env);
  const answers = await askInit(options, { folder, io, signal: interruption.signal });
  const found = await findProject({ options, answered: answers.options, folder }, io, interruption);
  interruption.signal.throwIfAborted();
  const standing = options.from === null ? null : await (await import('../run/read-standing.ts')).readStanding(io);
  const added = (await import('../run/add-to-standing.ts')).addToStanding(found, standing);
  const { project } = added;
  if (project === null) {
    io.stderr.write(renderLeft(added.left));
    io.stdout.write('nothing to add: the config speaks of all of it\n');
    return 0;
  }
  // A pipeline that is read brings the jobs in its place, in a file of their own.
  const ci = options.from === 'ci' ? 'none' : answers.ci;
  const jobOf = (of: FoundProject): readonly FoundFile[] => [
    ...[ciFile(ci, of, folder.install)].filter(isFile),
    ...filesBeside(ci, of, folder.install),
  ];
  const files = renderProject(project);
  const written = new Set(files.map(({ path }) => path));
  // A job file is written over where it is the one that was written for the environments before.
  const ownJobs = standing === null ? [] : jobOf(standing.project).map(({ text }) => text);
  const placed = await placeFiles(io.cwd, [...files, ...jobOf(project)], {
    over: (file) => options.update && (written.has(file.path) || ownJobs.includes(file.standing)),
  });
  const style = styleOf(io.stdout, io, options.color);
  for (const path of placed.written) io.stdout.write(`${style.green('+')} ${path}\n`);
  for (const path of placed.same) io.stdout.write(`${style.dim('=')} ${path}\n`);
  for (const file of placed.different) io.stdout.write(renderFileChange(file, style));
  const lost = placed.written.includes('deploy.config.ts') ? added.lost(files) : [];
  io.stderr.write(renderLeft([...added.left, ...lost]));
  if (placed.written.length > 0 && (await addIgnoreLines(io.cwd))) io.stdout.write(`${style.green('+')} .gitignore\n`);
  if (placed.different.length > 0) {
    throw initFilesDiffer(
      placed.different.map(({ path }) => path),
      options.from !== null && !options.update,
    );
  }
  io.stdout.write(nextSteps(found, answers.options, folder));
  return 0;
}

function isFile(file: FoundFile | null): file is FoundFile {
  return file !== null;
}

interface Finding {
  /** As typed. */
  readonly options: InitOptions;
  /** With what was answered, or is usual. */
  readonly answered: InitOptions;
  readonly folder: FolderFacts;
}

async function findProject(
  { options, answered, folder }: Finding,
  io: Io,
  interruption: Interruption,
): Promise<FoundProject> {
  const { sources, startProject } = await import('@funade/init');
  const project = answered.project ?? folder.project;
  if (options.from === 'live') {
    return await (await import('../run/find-live.ts')).findLive({ ...options, project }, io, interruption);
  }
  const request = sourceRequest(options, io, interruption);
  if (options.from === 'copilot')
    return await (await import('../run/find-copilot.ts')).findCopilot(request, { options, io }, interruption);
  if (options.from !== null) return await sources[options.from](request);
  const [service = 'api'] = answered.services;
  return startProject({
    project,
    service,
    environments: answered.environments,
    account: answered.account,
    region: answered.region ?? 'us-east-1',
    role: answered.role,
    branch: folder.branch,
    dockerfile: folder.dockerfile,
  });
}

/** What was typed: what was not is read from the source, or said to be missing. */
function sourceRequest(options: InitOptions, { cwd, env }: Io, { signal }: Interruption): SourceRequest {
  const { paths, project, environments, services, account, region, role } = options;
  return { cwd, paths, project, environment: environments[0] ?? null, services, account, region, role, env, signal };
}

function nextSteps({ environments }: FoundProject, options: InitOptions, { listed }: FolderFacts): string {
  const [first = 'staging'] = Object.keys(environments);
  const install = `${listed === null ? 'npm init -y && ' : ''}npm install --save-dev funade`;
  const lines = [
    ...(listed === true ? [] : [[install, 'the job runs what the project has installed']]),
    ...(options.from === null
      ? [[`npx funade sandbox --for ${first}`, 'AWS on this machine, made from the config; it prints what to export']]
      : []),
    ...(options.from === 'live'
      ? [
          ['git tag v0.1.0', 'a release that the tag rules admit'],
          [`npx funade diff ${first}`, 'nothing, as long as the config says what runs'],
        ]
      : []),
    [`npx funade plan ${first}`, 'what a deploy would do'],
    [`npx funade deploy ${first}`, 'does it'],
    ...(options.from === null && options.account === null
      ? [['deploy.config.ts', 'for AWS: your own account and role']]
      : []),
  ];
  return `\nnext, after a commit:\n${lines.map(([what = '', why]) => `  ${what.padEnd(38)}${why}\n`).join('')}`;
}
