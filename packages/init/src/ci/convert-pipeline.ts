import type { FoundProject, LeftOut } from '../model/found-project.ts';
import { noted, plainValue, type Value } from '../model/value.ts';
import { environmentIn, validName, withoutEnvironment } from '../text/environment-name.ts';
import { accountIn, isRegion, regionIn, writtenEnvironment } from '../text/known-environment.ts';
import { mergeProjects } from '../write/merge-projects.ts';
import { type CiJob, deploys, type Pipeline } from './ci-job.ts';
import { convertService } from './convert-service.ts';
import type { Deployment, PipelineRequest } from './deployment.ts';
import { type CiImage, findImages } from './find-images.ts';
import type { PlacedFact } from './interpret-script.ts';
import { settleTexts } from './settle-texts.ts';
import { tagRulesOf } from './tag-rules.ts';

/** A pipeline as a project; null where it updates no service. Touches nothing. */
export function convertPipeline(pipeline: Pipeline, request: PipelineRequest): FoundProject | null {
  const all = pipeline.jobs.flatMap(({ steps }) => steps.facts);
  const images = findImages(all);
  const found = inEnvironment(pipeline.jobs.filter(deploys).flatMap(deploymentsOf), request.environment);
  const [first] = found;
  if (first === undefined) return null;
  const kept = found.filter((one, index) => found.findIndex((other) => same(one, other)) === index);
  const projects = kept.map((deployment) => projectOf(deployment, { pipeline, request, images, all }));
  const merged = projects.reduce(mergeProjects);
  const rules = tagRulesOf(kept, images, request);
  const { services, names, left } = settleTexts(merged.services);
  return {
    ...merged,
    origin: pipeline.file,
    services,
    plugins: names.length === 0 ? [] : [{ name: 'env', settings: { names } }],
    tagRules: rules.rules,
    left: distinct([
      ...merged.left,
      ...otherRegions(all, merged),
      ...found.filter((one) => !kept.includes(one)).map(repeated),
      ...left.map((each) => ({ ...each, place: pipeline.file })),
      ...rules.left,
      ...pipeline.left,
      ...replacedJobs(pipeline, request),
    ]),
  };
}

/** Those of the environment that was typed; where the pipeline knows none of that name, all of them are meant. */
function inEnvironment(found: readonly Deployment[], environment: string | null): readonly Deployment[] {
  if (environment === null) return found;
  const named = found.filter((deployment) => deployment.environment === environment);
  return named.length > 0 ? named : found.map((deployment) => ({ ...deployment, environment }));
}

function deploymentsOf(job: CiJob): readonly Deployment[] {
  const { facts } = job.steps;
  const updates = facts.flatMap((fact, index) => (fact.kind === 'update' ? [{ update: fact, index }] : []));
  return updates.map(({ update, index }, at): Deployment => {
    const from = at === 0 ? 0 : (updates[at - 1]?.index ?? 0) + 1;
    const name = literal(update.service);
    return {
      job,
      update,
      before: facts.slice(from, index),
      after: facts.slice(index + 1, updates[at + 1]?.index ?? facts.length),
      environment: validName(
        literal(job.environment ?? '') ||
          (environmentIn(job.name) ?? environmentIn(name) ?? environmentIn(literal(update.cluster)) ?? 'production'),
      ),
      service:
        validName(withoutEnvironment(name) ?? withoutEnvironment(job.name.replace(/^deploy[-_:]?/, '')) ?? 'app') ||
        'app',
    };
  });
}

/** A text without what is not known. */
function literal(text: string): string {
  return text.replaceAll(/\{\{.*?\}\}/g, '').replace(/^[-_./]+|[-_./]+$/g, '');
}

function same(one: Deployment, other: Deployment): boolean {
  return one.environment === other.environment && one.service === other.service;
}

function repeated({ update, environment, service }: Deployment): LeftOut {
  return {
    place: `${update.place.file}:${update.place.line}`,
    what: `update of ${service} in ${environment}`,
    reason: 'the same service is updated further up',
  };
}

interface ProjectContext {
  readonly pipeline: Pipeline;
  readonly request: PipelineRequest;
  readonly images: readonly CiImage[];
  readonly all: readonly PlacedFact[];
}

function projectOf(deployment: Deployment, { pipeline, request, images, all }: ProjectContext): FoundProject {
  const { environment, service, job } = deployment;
  const { options, left } = convertService(deployment, { images, definitions: request.definitions });
  // What the job says of its own account comes before what others say.
  const facts = [...job.steps.facts, ...all];
  const texts = facts.map((fact) => JSON.stringify(fact));
  const role = request.role ?? roleOf(facts);
  const written = writtenEnvironment({
    account:
      request.account ?? facts.find((fact) => fact.kind === 'account')?.account ?? accountIn([role ?? '', ...texts]),
    region:
      request.region ??
      facts.flatMap((fact) => (fact.kind === 'region' && isRegion(fact.region) ? [fact.region] : []))[0] ??
      regionIn(texts) ??
      request.usualRegion,
    role,
    place: pipeline.file,
  });
  const confirm: Record<string, Value> = job.manual
    ? { confirm: noted(true, `A person starts ${job.name}; --yes confirms.`) }
    : {};
  const unwritten = facts.find((fact) => fact.kind === 'role' && !isRole(fact.role));
  return {
    origin: pipeline.file,
    project: request.project,
    plugins: [],
    environments: { [environment]: { ...written.environment, ...confirm } },
    tagRules: [],
    services: { [service]: { environments: { [environment]: options } } },
    files: [],
    left: [
      ...written.left,
      ...(role === null && unwritten?.kind === 'role'
        ? [
            {
              place: `${unwritten.place.file}:${unwritten.place.line}`,
              what: `role ${unwritten.role}`,
              reason: 'the role of an environment is written in the config',
              instead: 'pass --role, or write it under environments in deploy.config.ts',
            },
          ]
        : []),
      ...(role === null && unwritten === undefined ? [noRole(pipeline.file, environment)] : []),
      ...left,
    ],
  };
}

/** Regions that no environment is in. */
function otherRegions(facts: readonly PlacedFact[], { environments }: FoundProject): readonly LeftOut[] {
  const written = Object.values(environments).map(({ region = '' }) => plainValue(region));
  return facts.flatMap((fact) =>
    fact.kind !== 'region' || fact.region.includes('{{') || written.includes(fact.region)
      ? []
      : [
          {
            place: `${fact.place.file}:${fact.place.line}`,
            what: `region ${fact.region}`,
            reason: 'no environment is in it: each has one region',
            instead: 'write an environment of its own for it',
          },
        ],
  );
}

/** Each entry once, as jobs share what they extend, and in the order of the files. */
function distinct(left: readonly LeftOut[]): readonly LeftOut[] {
  const once = [...new Map(left.map((entry) => [JSON.stringify(entry), entry])).values()];
  const lineOf = ({ place }: LeftOut): number => Number(/:(\d+)[\d,]*$/.exec(place)?.[1] ?? 0);
  return once.toSorted((one, other) => lineOf(one) - lineOf(other));
}

function noRole(place: string, environment: string): LeftOut {
  return {
    place,
    what: `role of ${environment}`,
    reason: 'the pipeline names none: it has access keys, or the runner has a role of its own',
    instead: 'pass --role, so that the token of the job is what it deploys with; funade iam writes its policies',
  };
}

function roleOf(facts: readonly PlacedFact[]): string | null {
  return facts.flatMap((fact) => (fact.kind === 'role' && isRole(fact.role) ? [fact.role] : []))[0] ?? null;
}

function isRole(text: string): boolean {
  return /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(text);
}

function replacedJobs({ ci, file, jobs }: Pipeline, { jobFile }: PipelineRequest): readonly LeftOut[] {
  const [first] = jobs;
  if (first === undefined) return [];
  const names = jobs.map(({ name }) => name).join(', ');
  return [
    {
      place: `${first.file}:${jobs.map(({ line }) => line).join(',')}`,
      what: `${jobs.length === 1 ? 'job' : 'jobs'} ${names}`,
      reason: `${jobFile} deploys in their place`,
      instead:
        ci === 'gitlab'
          ? `take them out of ${file}, and write there: include: [{ local: ${jobFile} }]`
          : `take them out of ${file} once ${jobFile} has deployed`,
    },
  ];
}
