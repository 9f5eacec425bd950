import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { expandVariables, openScope, type Scope } from '../shell/scope.ts';
import { type Ledger, openLedger, type Why } from '../text/ledger.ts';
import type { Path, SourceDocument } from '../text/source-document.ts';
import { type CiJob, deploysElsewhere, type Pipeline, takesPart } from './ci-job.ts';
import type { Found, Source } from './found.ts';
import { type Interpreted, interpretScript, type ScriptContext } from './interpret-script.ts';
import { leftOfScript } from './left-of-script.ts';
import { readGitlabRefs } from './read-gitlab-refs.ts';

const reserved = new Set([
  ...['stages', 'variables', 'default', 'include', 'workflow', 'image', 'services', 'before_script', 'after_script'],
  ...['cache', 'spec', 'pages'],
]);
/** Keys that jobs take from `default`, or from the top of the file. */
const inherited = new Set(['before_script', 'after_script', 'image', 'services', 'cache', 'tags', 'retry', 'timeout']);

/** A pipeline of GitLab: its file, and those that it includes, which it is laid over. Touches nothing. */
export function readGitlab(
  main: SourceDocument,
  included: readonly SourceDocument[],
  scripts: ReadonlyMap<string, string> = new Map(),
): Pipeline {
  const sources = [main, ...included].map((document) => ({ document, ledger: openLedger(document) }));
  const names = [...new Set(sources.flatMap(({ document }) => keysOf(document.value)))].filter(
    (name) => !reserved.has(name),
  );
  const left: LeftOut[] = [];
  const elsewhere: string[] = [];
  const jobs = names.flatMap((name): readonly CiJob[] => {
    if (name.startsWith('.')) return [];
    const chain = chainOf(name, sources);
    const { scope, variables } = scopeOf(chain, sources);
    const steps = stepsOf(chain, sources, { scope, scripts });
    elsewhere.push(...deploysElsewhere(steps));
    if (!takesPart(steps)) return [];
    const expand = (text: string): string => expandVariables(text, scope).text;
    const job = describeJob({ name, chain, sources, expand, steps });
    accountVariables(variables, [...steps.used]);
    left.push(...leftOfScript(steps));
    return [job];
  });
  for (const source of sources) left.push(...closeSource(source, jobs, sources));
  return { ci: 'gitlab', file: main.file, jobs, left, elsewhere };
}

/** The job and what it extends, itself first. */
function chainOf(name: string, sources: readonly Source[], depth = 0): readonly Found[] {
  const own = sources.flatMap((source) => foundAt(source, [name]));
  if (depth > 10) return own;
  return own.flatMap((found) => {
    const { value, path } = found;
    const parents = isJsonObject(value) ? listOf(value.extends).map(String) : [];
    if (isJsonObject(value) && value.extends !== undefined) found.source.ledger.carry([...path, 'extends']);
    return [found, ...parents.toReversed().flatMap((parent) => chainOf(parent, sources, depth + 1))];
  });
}

function foundAt(source: Source, path: Path): readonly Found[] {
  let value: Json = source.document.value;
  for (const step of path) {
    const next: Json | undefined = isJsonObject(value) ? value[String(step)] : undefined;
    if (next === undefined) return [];
    value = next;
  }
  return [{ source, path, value }];
}

/** A key of a job, as it is written nearest to it. */
export function keyOf(chain: readonly Found[], key: string, sources: readonly Source[]): Found | null {
  const candidates = [
    ...chain.flatMap(({ source, path }) => foundAt(source, [...path, key])),
    ...(inherited.has(key)
      ? sources.flatMap((source) => [...foundAt(source, ['default', key]), ...foundAt(source, [key])])
      : []),
  ];
  return candidates[0] ?? null;
}

interface Variables {
  readonly scope: Scope;
  readonly variables: readonly (Found & { readonly name: string })[];
}

function scopeOf(chain: readonly Found[], sources: readonly Source[]): Variables {
  const scope = openScope(outsideGitlab);
  const written = [
    ...sources.toReversed().flatMap((source) => foundAt(source, ['variables'])),
    ...variablesOf(chain).toReversed(),
  ];
  const variables = written.flatMap(({ source, path, value }) =>
    Object.entries(isJsonObject(value) ? value : {}).map(([name, item]) => ({
      name,
      source,
      path: [...path, name],
      value: item ?? null,
    })),
  );
  // A variable may name one that is written below it.
  for (let pass = 0; pass < 2; pass += 1) {
    for (const { name, value } of variables) scope.set(name, expandVariables(textOf(value), scope));
  }
  return { scope, variables };
}

function variablesOf(chain: readonly Found[]): readonly Found[] {
  return chain.flatMap(({ source, path }) => foundAt(source, [...path, 'variables']));
}

/** What GitLab, or the settings of the project, say of a variable that the file does not set. */
export function outsideGitlab(name: string): string {
  return known[name] ?? `{{env "${name}"}}`;
}

const known: Readonly<Record<string, string>> = {
  CI_COMMIT_TAG: '{{release.tag}}',
  CI_COMMIT_SHA: '{{release.commit}}',
  CI_COMMIT_SHORT_SHA: '{{release.shortCommit}}',
  CI_COMMIT_BRANCH: '{{release.branch}}',
  CI_ENVIRONMENT_NAME: '{{environment.name}}',
  AWS_DEFAULT_REGION: '{{environment.region}}',
  AWS_REGION: '{{environment.region}}',
  AWS_ACCOUNT_ID: '{{environment.account}}',
};

function stepsOf(chain: readonly Found[], sources: readonly Source[], context: ScriptContext): Interpreted {
  const lines: { readonly text: string; readonly file: string; readonly line: number }[] = [];
  for (const key of ['before_script', 'script', 'after_script']) {
    const found = keyOf(chain, key, sources);
    if (found !== null) addLines(found, lines);
  }
  const text = lines.map((line) => line.text).join('\n');
  const first = { file: chain[0]?.source.document.file ?? '', line: 1 };
  return interpretScript({ text, placeOf: (line) => lines[line] ?? first }, context);
}

function addLines({ source, path, value }: Found, lines: { text: string; file: string; line: number }[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) addLines({ source, path: [...path, index], value: item }, lines);
    return;
  }
  const from = source.document.textLineOf(path);
  for (const [index, text] of String(value ?? '')
    .replace(/\n$/, '')
    .split('\n')
    .entries())
    lines.push({ text, file: source.document.file, line: from + index });
}

interface Described {
  readonly name: string;
  readonly chain: readonly Found[];
  readonly sources: readonly Source[];
  readonly expand: (text: string) => string;
  readonly steps: Interpreted;
}

/** Keys of a job that the new one has in its own way, or has no need of. */
const replaced: Readonly<Record<string, Why>> = {
  image: { reason: 'the new job has its own image' },
  services: { reason: 'the new job has no services', instead: 'for a build with Docker: the service docker:dind' },
  tags: { reason: 'the new job says nothing of runners', instead: 'write tags in the new job' },
  needs: { reason: 'what is deployed is built by the same job' },
  dependencies: { reason: 'what is deployed is built by the same job' },
  artifacts: { reason: 'nothing is handed from job to job' },
  cache: { reason: 'layers are kept between builds by build.cache' },
  resource_group: { reason: 'the new job has one for each environment' },
  id_tokens: { reason: 'the new job has its own: AWS_ID_TOKEN' },
  allow_failure: { reason: 'a deploy that fails is not to be passed over' },
  interruptible: { reason: 'a deploy is not to be interrupted' },
  retry: { reason: 'what can be tried again is tried again' },
  timeout: { reason: 'how long a rollout may take is ecs.wait.budget' },
};

function describeJob({ name, chain, sources, expand, steps }: Described): CiJob {
  const take = (key: string): Found | null => {
    const found = keyOf(chain, key, sources);
    found?.source.ledger.carry(found.path);
    return found;
  };
  for (const key of ['script', 'before_script', 'after_script']) take(key);
  const stage = take('stage')?.value;
  const environment = keyOf(chain, 'environment', sources);
  const written =
    environment === null ? null : isJsonObject(environment.value) ? environment.value.name : environment.value;
  if (environment !== null) {
    const path = isJsonObject(environment.value) ? [...environment.path, 'name'] : environment.path;
    environment.source.ledger.carry(path);
    for (const key of isJsonObject(environment.value) ? Object.keys(environment.value) : []) {
      if (key !== 'name')
        environment.source.ledger.leave([...environment.path, key], {
          reason: 'the new job does not have it',
          instead: 'write it in the new job',
        });
    }
  }
  const refs = readGitlabRefs((key) => keyOf(chain, key, sources));
  for (const [key, why] of Object.entries(replaced)) {
    const found = keyOf(chain, key, sources);
    found?.source.ledger.leave(found.path, why);
  }
  const [own] = chain;
  return {
    name,
    file: own?.source.document.file ?? '',
    line: own?.source.document.lineOf(own.path) ?? 1,
    environment: typeof written === 'string' ? expand(written) : null,
    ...refs,
    stage: typeof stage === 'string' ? stage : null,
    steps,
    role: null,
  };
}

function accountVariables(variables: Variables['variables'], used: readonly string[]): void {
  for (const { name, source, path } of variables) if (used.includes(name)) source.ledger.carry(path);
}

/** What nothing was said of: jobs that do not deploy, variables that only they read. */
function closeSource(
  { document, ledger }: Source,
  jobs: readonly CiJob[],
  sources: readonly Source[],
): readonly LeftOut[] {
  for (const [key, value] of Object.entries(isJsonObject(document.value) ? document.value : {})) {
    if (key === 'stages') ledger.carry([key]);
    else if (key === 'include') leaveIncludes(ledger, value ?? null, sources);
    else if (key === 'workflow')
      ledger.leave([key], { reason: 'which pipelines run is not changed', instead: 'leave it where it is' });
  }
  const parts = new Set(jobs.map(({ name }) => name));
  return ledger.close((path) => {
    const [top = '', second] = path.map(String);
    if (top === 'variables' || second === 'variables') return { reason: 'only what is not carried over reads it' };
    if (top.startsWith('.') || top === 'default' || reserved.has(top)) return { reason: 'no job that deploys uses it' };
    if (parts.has(top)) return { reason: 'the new job does not have it' };
    return { what: `job ${top}`, reason: 'it does not deploy', instead: 'leave it where it is' };
  });
}

function leaveIncludes(ledger: Ledger, value: Json, sources: readonly Source[]): void {
  const files = sources.map(({ document }) => document.file);
  const entries = Array.isArray(value)
    ? value.map((item: Json, index) => [['include', index], item] as const)
    : [[['include'], value] as const];
  for (const [path, item] of entries) {
    const local =
      typeof item === 'string' ? item : isJsonObject(item) && typeof item.local === 'string' ? item.local : null;
    if (local !== null && files.some((file) => file === local.replace(/^\//, ''))) ledger.carry(path);
    else
      ledger.leave(path, {
        reason: 'it is not in this folder, so it is not read',
        instead: 'put the file here and name it',
      });
  }
}

function keysOf(value: Json): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function textOf(value: Json): string {
  if (isJsonObject(value)) return textOf(value.value ?? '');
  return value === null ? '' : String(value);
}
