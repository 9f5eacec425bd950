import { readFile } from 'node:fs/promises';
import { basename, posix, resolve } from 'node:path';
import { isJsonObject } from '@funade/core';
import { ciFile } from '../ci-files/ci-file.ts';
import type { FoundFile, FoundProject } from '../model/found-project.ts';
import type { Source, SourceRequest } from '../model/source-request.ts';
import { type FolderFacts, readFolder } from '../start/read-start.ts';
import { validName } from '../text/environment-name.ts';
import { parseSource, type SourceDocument } from '../text/source-document.ts';
import { mergeProjects } from '../write/merge-projects.ts';
import { deploys, type Pipeline } from './ci-job.ts';
import { convertPipeline } from './convert-pipeline.ts';
import { pipelineDeploysNothing } from './errors.ts';
import { withoutWorkspace } from './read-docker.ts';
import { readGithub } from './read-github.ts';
import { readGitlab } from './read-gitlab.ts';
import { readPipeline } from './read-pipeline.ts';

/** `funade init --from ci`: pipelines that deploy to ECS as one project, and the jobs in the place of theirs. */
export const ciSource: Source = async (request) => {
  const folder = await readFolder(request.cwd, request.env);
  const paths = request.paths.length === 0 ? [null] : request.paths;
  const found = await Promise.all(paths.map((path) => readOne(path, request, folder)));
  const project = found.map((each) => each.project).reduce(mergeProjects);
  const kinds = found.filter(
    ({ pipeline }, at) => found.findIndex((other) => other.pipeline.ci === pipeline.ci) === at,
  );
  const jobs = kinds.map(({ pipeline }) => jobOf(pipeline, project, folder.install));
  return { ...project, files: [...project.files, ...jobs.filter((job) => job !== null)] };
};

interface ReadPipeline {
  readonly pipeline: Pipeline;
  readonly project: FoundProject;
}

async function readOne(path: string | null, request: SourceRequest, { branch }: FolderFacts): Promise<ReadPipeline> {
  const { cwd, env } = request;
  const { main, included } = await readPipeline(cwd, path === null ? [] : [path]);
  const scripts = await readScripts(cwd, [main, ...included]);
  const pipeline = isWorkflow(main) ? readGithub(main, scripts) : readGitlab(main, included, scripts);
  const project = convertPipeline(pipeline, {
    ...request,
    usualRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || null,
    project: request.project ?? (validName(basename(cwd)) || 'app'),
    branch,
    definitions: await readDefinitions(cwd, pipeline),
    jobFile: jobFiles[pipeline.ci],
  });
  if (project === null) throw pipelineDeploysNothing(main.file, pipeline.elsewhere[0] ?? null);
  return { pipeline, project };
}

const jobFiles = { github: '.github/workflows/funade.yml', gitlab: '.gitlab-ci.funade.yml' } as const;

/** Whether it is a workflow of GitHub: its jobs are under `jobs`, and have steps. */
function isWorkflow({ value }: SourceDocument): boolean {
  const jobs = isJsonObject(value) && isJsonObject(value.jobs) ? Object.values(value.jobs) : [];
  return jobs.some((job) => isJsonObject(job) && (job.steps !== undefined || job.uses !== undefined));
}

/** The new jobs, beside the old ones. */
function jobOf({ ci, jobs }: Pipeline, project: FoundProject, install: string): FoundFile | null {
  const file = ciFile(ci, project, install);
  if (file === null) return null;
  const stage = jobs.find(deploys)?.stage ?? 'test';
  const text = ci === 'gitlab' ? file.text.replaceAll(/^ {2}stage: deploy$/gm, `  stage: ${stage}`) : file.text;
  return { path: jobFiles[ci], text };
}

/** The shell scripts of the repository that a pipeline names, by path. */
async function readScripts(cwd: string, documents: readonly SourceDocument[]): Promise<ReadonlyMap<string, string>> {
  const text = documents.map(({ value }) => JSON.stringify(value)).join('\n');
  const folders = ['.', ...[...text.matchAll(/\bcd ([\w./-]+)/g)].map(([, folder = '.']) => folder)];
  const names = [...text.matchAll(/[\w./-]+\.sh\b/g)].map(([name]) => name);
  const paths = new Set(names.flatMap((name) => folders.map((folder) => posix.join(folder, name))));
  const found = new Map<string, string>();
  for (const path of [...paths].filter((each) => !each.startsWith('..') && !each.startsWith('/'))) {
    const script = await readFile(resolve(cwd, path), 'utf8').catch(() => null);
    if (script !== null) found.set(path, script);
  }
  return found;
}

/** The names of the containers in the task definitions that the pipeline names and the folder has. */
async function readDefinitions(cwd: string, { jobs }: Pipeline): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = jobs.flatMap(({ steps }) =>
    steps.facts.flatMap((fact) => (fact.kind === 'base' && fact.file !== null ? [withoutWorkspace(fact.file)] : [])),
  );
  const found = new Map<string, readonly string[]>();
  for (const file of new Set(files)) {
    const text = await readFile(resolve(cwd, file), 'utf8').catch(() => null);
    const parsed = text === null ? null : parseSource(file, text);
    if (parsed?.ok !== true || !isJsonObject(parsed.document.value)) continue;
    const { taskDefinition, containerDefinitions } = parsed.document.value;
    const list = isJsonObject(taskDefinition) ? taskDefinition.containerDefinitions : containerDefinitions;
    if (!Array.isArray(list)) continue;
    found.set(
      file,
      list.flatMap((each) => (isJsonObject(each) && typeof each.name === 'string' ? [each.name] : [])),
    );
  }
  return found;
}
