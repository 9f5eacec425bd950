import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { openScope, plainText, type Scope, type ShellText } from '../shell/scope.ts';
import { openLedger } from '../text/ledger.ts';
import type { Path, SourceDocument } from '../text/source-document.ts';
import { type CiJob, deploysElsewhere, type Pipeline, takesPart } from './ci-job.ts';
import { type Contexts, expandEnvironment, expandExpressions, outsideVariable } from './expressions.ts';
import type { Source } from './found.ts';
import { type Interpreted, interpretScript, type PlacedFact, type PlacedRemark } from './interpret-script.ts';
import { leftOfScript } from './left-of-script.ts';
import { readAction } from './read-action.ts';
import { readGithubRefs } from './read-github-refs.ts';

/** A workflow of GitHub. Touches nothing. */
export function readGithub(document: SourceDocument, scripts: ReadonlyMap<string, string> = new Map()): Pipeline {
  const source: Source = { document, ledger: openLedger(document) };
  const { refs, manual } = readGithubRefs(source);
  const workflow = isJsonObject(document.value) ? document.value : {};
  const jobs = isJsonObject(workflow.jobs) ? workflow.jobs : {};
  const outputs = new Map<string, ShellText>();
  const left: LeftOut[] = [];
  const elsewhere: string[] = [];
  const used = new Set<string>();
  const found = Object.entries(jobs).flatMap(([name, job]): readonly CiJob[] => {
    if (!isJsonObject(job)) return [];
    return combinations(job).flatMap((matrix, index) => {
      const reader = openJob({ name, job, matrix, source, outputs, workflow, scripts });
      const steps = reader.readSteps();
      elsewhere.push(...deploysElsewhere(steps));
      if (!takesPart(steps)) return [];
      for (const each of steps.used) used.add(each);
      if (index === 0) reader.account();
      left.push(...(index === 0 ? leftOfScript(steps) : []));
      return [{ ...reader.describe(), refs, manual, steps }];
    });
  });
  accountEnv(workflow, { source, used });
  return {
    ci: 'github',
    file: document.file,
    jobs: found,
    left: [...left, ...closeWorkflow(source, found)],
    elsewhere,
  };
}

/** The jobs that a matrix makes, as far as it is written in the file. */
function combinations(job: JsonRecord): readonly Readonly<Record<string, string>>[] {
  const strategy = isJsonObject(job.strategy) ? job.strategy.matrix : null;
  if (!isJsonObject(strategy)) return [{}];
  let all: readonly Readonly<Record<string, string>>[] = [{}];
  for (const [key, values] of Object.entries(strategy)) {
    if (!Array.isArray(values) || values.length === 0 || key === 'exclude') continue;
    const options = (values as readonly Json[]).map((value): Readonly<Record<string, string>> => flatten(key, value));
    all = all.flatMap((one) => options.map((option) => ({ ...one, ...option }))).slice(0, 20);
  }
  return all;
}

function flatten(key: string, value: Json): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return { [key]: String(value) };
  const inside = Object.entries(value).map(([name, item]) => [
    key === 'include' ? name : `${key}.${name}`,
    String(item),
  ]);
  return Object.fromEntries(inside);
}

type JsonRecord = Readonly<Record<string, Json | undefined>>;

interface JobContext {
  readonly name: string;
  readonly job: JsonRecord;
  readonly matrix: Readonly<Record<string, string>>;
  readonly source: Source;
  /** Outputs of the jobs before it, by `needs.<job>.outputs.<name>`. */
  readonly outputs: Map<string, ShellText>;
  readonly workflow: JsonRecord;
  readonly scripts: ReadonlyMap<string, string>;
}

interface JobReader {
  readSteps(): Interpreted;
  describe(): Omit<CiJob, 'refs' | 'manual' | 'steps'>;
  /** Says of every key of the job what becomes of it. */
  account(): void;
}

function openJob({ name, job, matrix, source, outputs, workflow, scripts }: JobContext): JobReader {
  const { document, ledger } = source;
  const path: Path = ['jobs', name];
  const scope: Scope = openScope(outsideVariable);
  const contexts: Contexts = (expression) => {
    const [kind = '', ...rest] = expression.split('.');
    const key = rest.join('.');
    if (kind === 'matrix') return matrix[key] === undefined ? null : plainText(matrix[key]);
    if (kind === 'env') return scope.get(key);
    if (expression === 'github.ref_name') return plainText('{{?github.ref_name}}');
    return outputs.get(kind === 'steps' ? `${name} ${expression}` : expression) ?? null;
  };
  const expand = (text: string): ShellText => expandExpressions(text, contexts);
  const setEnv = (env: Json | undefined): void => {
    for (const [variable, value] of Object.entries(isJsonObject(env) ? env : {}))
      scope.set(variable, expandEnvironment(String(value ?? ''), contexts, scope));
  };
  setEnv(workflow.env);
  setEnv(job.env);
  const used = new Set<string>();
  const directory = directoryOf(job.defaults) ?? directoryOf(workflow.defaults) ?? '.';
  const stepsOfJob = Array.isArray(job.steps) ? (job.steps as readonly Json[]) : [];
  const steps: { facts: PlacedFact[]; remarks: PlacedRemark[]; sets: Interpreted['sets'][number][]; writes: string[] } =
    {
      facts: [],
      remarks: [],
      sets: [],
      writes: [],
    };
  const taken: { readonly path: Path; readonly carried: boolean }[] = [];
  const readStep = (step: JsonRecord, index: number): void => {
    const at: Path = [...path, 'steps', index];
    setEnv(step.env);
    const id = typeof step.id === 'string' ? step.id : null;
    const setOutput = (output: string, value: ShellText): void => {
      if (id !== null) outputs.set(`${name} steps.${id}.outputs.${output}`, value);
    };
    if (typeof step.uses === 'string') {
      const written = isJsonObject(step.with) ? step.with : {};
      const inputs = Object.fromEntries(
        Object.entries(written).map(([key, value]) => [key, expand(String(value ?? ''))]),
      );
      const texts = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, value.text]));
      const action = readAction(step.uses, texts);
      const place = { file: document.file, line: document.lineOf([...at, 'uses']) };
      const remarks = action?.remarks ?? [
        { reason: 'what this action does is not known', instead: 'leave it in a job of its own, or before funade' },
      ];
      steps.facts.push(...(action?.facts ?? []).map((fact) => ({ ...fact, place })));
      steps.remarks.push(...remarks.map((remark) => ({ ...remark, place, source: String(step.uses) })));
      for (const [key, value] of Object.entries(action?.outputs ?? {})) setOutput(key, plainText(value));
      for (const key of action?.inputs ?? []) for (const read of inputs[key]?.reads ?? []) used.add(read);
      const wholly = action === null || (action.facts.length === 0 && action.remarks.length > 0);
      if (wholly) taken.push({ path: [...at, 'with'], carried: true });
      for (const key of action?.inputs ?? []) taken.push({ path: [...at, 'with', key], carried: true });
    } else if (typeof step.run === 'string') {
      const from = document.textLineOf([...at, 'run']);
      const { text, restore } = asVariables(step.run, expand, scope);
      const written = step['working-directory'] ?? directory;
      const folder = typeof written === 'string' ? expand(written).text : '.';
      const read = interpretScript(
        { text, placeOf: (line) => ({ file: document.file, line: from + line }) },
        { scope, scripts, directory: folder.includes('{{') ? '.' : folder },
      );
      taken.push({ path: [...at, 'working-directory'], carried: true });
      steps.facts.push(...read.facts);
      steps.remarks.push(...read.remarks.map((remark) => ({ ...remark, source: restore(remark.source) })));
      steps.sets.push(...read.sets.map((set) => ({ ...set, source: restore(set.source) })));
      steps.writes.push(...read.writes);
      for (const each of read.used) used.add(each);
      for (const fact of read.facts) if (fact.kind === 'output') setOutput(fact.name, plainText(fact.value));
    }
    taken.push({ path: [...at, 'uses'], carried: true }, { path: [...at, 'run'], carried: true });
    for (const key of ['name', 'id', 'shell']) taken.push({ path: [...at, key], carried: true });
  };
  return {
    readSteps() {
      for (const [index, step] of stepsOfJob.entries()) if (isJsonObject(step)) readStep(step, index);
      for (const [output, value] of Object.entries(isJsonObject(job.outputs) ? job.outputs : {}))
        outputs.set(`needs.${name}.outputs.${output}`, expand(String(value ?? '')));
      return { ...steps, used };
    },
    describe() {
      const { environment } = job;
      const written = isJsonObject(environment) ? environment.name : environment;
      return {
        name,
        file: document.file,
        line: document.lineOf(path),
        environment: typeof written === 'string' ? expand(written).text : null,
        stage: null,
        role: null,
      };
    },
    account() {
      for (const each of taken) ledger.carry(each.path);
      for (const [key, value] of Object.entries(job))
        accountKey(key, value ?? null, { path: [...path, key], ledger, used });
      for (const [index, step] of stepsOfJob.entries()) {
        for (const variable of isJsonObject(step) && isJsonObject(step.env) ? Object.keys(step.env) : [])
          if (used.has(variable)) ledger.carry([...path, 'steps', index, 'env', variable]);
      }
    },
  };
}

/** A script with its expressions as variables of the shell, so that no value of one can break its quotes. */
function asVariables(
  script: string,
  expand: (text: string) => ShellText,
  scope: Scope,
): { readonly text: string; readonly restore: (source: string) => string } {
  const expressions: string[] = [];
  const text = script.replaceAll(/\$\{\{.*?\}\}/gs, (expression) => {
    const name = `__EXPRESSION_${expressions.length}`;
    expressions.push(expression);
    scope.set(name, expand(expression));
    return `\${${name}}`;
  });
  const restore = (source: string): string =>
    source.replaceAll(/\$\{__EXPRESSION_(\d+)\}/g, (_, index: string) => expressions[Number(index)] ?? '');
  return { text, restore };
}

/** The folder that scripts run in, as `defaults` has it. */
function directoryOf(defaults: Json | undefined): string | null {
  const run = isJsonObject(defaults) ? defaults.run : null;
  const directory = isJsonObject(run) ? run['working-directory'] : null;
  return typeof directory === 'string' ? directory : null;
}

/** Keys of a job that the new one has in its own way, or has no need of. */
const replaced: Readonly<Record<string, string>> = {
  'runs-on': 'the new job runs on ubuntu-latest',
  permissions: 'the new workflow has those it needs',
  concurrency: 'the new job has one group for each environment',
  needs: 'what is deployed is built by the same job',
  'timeout-minutes': 'how long a rollout may take is ecs.wait.budget',
  if: 'which refs may go where is said by tagRules',
  defaults: 'scripts are read with them, and the new job has none',
};

interface KeyContext {
  readonly path: Path;
  readonly ledger: Source['ledger'];
  readonly used: ReadonlySet<string>;
}

function accountKey(key: string, value: Json, { path, ledger, used }: KeyContext): void {
  const reason = replaced[key];
  if (reason !== undefined) ledger.leave(path, { reason });
  else if (key === 'name' || key === 'outputs' || key === 'strategy') ledger.carry(path);
  else if (key === 'environment') ledger.carry(isJsonObject(value) ? [...path, 'name'] : path);
  else if (key === 'env')
    for (const variable of isJsonObject(value) ? Object.keys(value) : [])
      if (used.has(variable)) ledger.carry([...path, variable]);
}

function accountEnv(
  { env }: JsonRecord,
  { source, used }: { readonly source: Source; readonly used: ReadonlySet<string> },
): void {
  for (const variable of isJsonObject(env) ? Object.keys(env) : [])
    if (used.has(variable)) source.ledger.carry(['env', variable]);
}

function closeWorkflow({ document, ledger }: Source, jobs: readonly CiJob[]): readonly LeftOut[] {
  const value = isJsonObject(document.value) ? document.value : {};
  for (const key of ['name', 'permissions', 'concurrency', 'defaults', 'run-name'])
    if (value[key] !== undefined) ledger.leave([key], { reason: replaced[key] ?? 'the new workflow has its own' });
  const parts = new Set(jobs.map(({ name }) => name));
  return ledger.close((path) => {
    const [top, job = ''] = path.map(String);
    if (top === 'env' || path.includes('env')) return { reason: 'only what is not carried over reads it' };
    if (top === 'jobs' && !parts.has(job))
      return { what: `job ${job}`, reason: 'it does not deploy', instead: 'leave it in this workflow' };
    if (path.includes('with')) return { reason: 'this input is not carried over' };
    return { reason: 'the new workflow does not have it' };
  });
}
