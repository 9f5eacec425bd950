import { isJsonObject } from '@funade/core';
import type { FoundProject, FoundService, LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import { writtenEnvironment } from '../text/known-environment.ts';
import { openLedger } from '../text/ledger.ts';
import type { SourceDocument } from '../text/source-document.ts';
import { convertWorkload } from './convert-workload.ts';
import { environmentNames, nameOf } from './environment-names.ts';
import type { CopilotApplication, CopilotLive } from './model.ts';
import { workloadStack } from './names.ts';
import { readStages } from './read-stages.ts';

export interface CopilotRequest {
  readonly project: string;
  readonly environment: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
}

/** The types of workloads that are services of ECS. */
const services = new Set(['Load Balanced Web Service', 'Backend Service', 'Worker Service']);

/** An application of Copilot, and what it has made in AWS, as a project. Touches nothing. */
export function convertCopilot(
  application: CopilotApplication,
  live: CopilotLive,
  request: CopilotRequest,
): FoundProject {
  const { stages, branch, left: ofPipelines } = readStages(application.pipelines);
  const environments = environmentNames(application, stages).filter(
    (name) => request.environment === null || name === request.environment,
  );
  const left: LeftOut[] = live.looked
    ? []
    : [
        {
          place: application.folder,
          what: 'what Copilot has made',
          reason: `it was not looked up: ${live.reason}`,
          instead: 'run it with credentials of the account that the application is in',
        },
      ];
  const variables = new Set<string>();
  let exports = false;
  const written: Record<string, ValueObject> = {};
  const found: Record<string, FoundService> = {};
  for (const environment of environments) {
    const known = live.looked ? live.environments.get(environment) : undefined;
    const { environment: value, left: unknown } = writtenEnvironment({
      account: request.account ?? known?.account ?? null,
      region: request.region ?? known?.region ?? null,
      role: request.role,
      place: `${application.folder}/environments/${environment}`,
    });
    const confirm: Record<string, Value> = stages.some((stage) => stage.name === environment && stage.approval)
      ? { confirm: noted(true, 'The pipeline of Copilot asks for an approval here.') }
      : {};
    written[environment] = { ...value, ...confirm };
    left.push(...unknown);
  }
  for (const document of application.workloads) {
    const name = nameOf(document);
    const type = typeOf(document);
    if (!services.has(type)) {
      left.push(otherWorkload(document, name, type));
      continue;
    }
    const byEnvironment: Record<string, ValueObject> = {};
    for (const environment of environments) {
      const known = live.looked ? live.environments.get(environment) : undefined;
      const service = known?.services.get(name) ?? null;
      // Not every service is in every environment.
      if (known !== undefined && known.cluster !== null && service === null) continue;
      const converted = convertWorkload(document, {
        name,
        application: application.name,
        environment,
        account: request.account ?? known?.account ?? null,
        variable: (variable) => void variables.add(variable),
        usesExports: () => {
          exports = true;
        },
      });
      if (known?.cluster == null) exports = true;
      byEnvironment[environment] = {
        ecr: converted.ecr,
        ecs: {
          cluster: known?.cluster ?? `{{cfnExport "${application.name}-${environment}-ClusterId"}}`,
          service:
            service ??
            noted(
              '<SERVICE>',
              `The resource Service of the stack ${workloadStack(application.name, environment, name)}.`,
            ),
          ...converted.ecs,
        },
      };
      left.push(
        ...converted.left,
        ...(service === null ? [unnamed(document, workloadStack(application.name, environment, name))] : []),
      );
    }
    if (Object.keys(byEnvironment).length === 0)
      left.push({
        place: document.file,
        what: `service ${name}`,
        reason: 'it is deployed to none of the environments',
      });
    else {
      found[name] = { environments: byEnvironment };
      left.push(owner(document, application.name, { name, environments: Object.keys(byEnvironment) }));
    }
  }
  return {
    origin: application.folder,
    project: request.project,
    plugins: [
      ...(variables.size === 0 ? [] : [{ name: 'env', settings: { names: [...variables].sort() } }]),
      ...(exports ? [{ name: 'cloudFormation' }] : []),
    ],
    environments: written,
    tagRules: [
      { tag: noted(/^v\d+\.\d+\.\d+$/, 'Copilot has no such rules: write what is to go where.'), environments },
      {
        branch: branch ?? 'main',
        environments: environments.slice(0, 1),
        imageTag: '{{release.branch}}-{{release.shortCommit}}',
      },
    ],
    services: found,
    files: [],
    left: distinct([
      ...left,
      ...ofPipelines,
      ...application.environments.flatMap(ofEnvironment),
      ...ofOthers(application),
    ]),
  };
}

function typeOf({ value }: SourceDocument): string {
  const type = isJsonObject(value) ? value.type : null;
  return typeof type === 'string' ? type : '';
}

const instead: Readonly<Record<string, string>> = {
  'Scheduled Job': 'leave it with its stack, or write a job here: ecs without service, and schedules',
  'Static Site': 'leave it with its stack',
  'Request-Driven Web Service': 'a service of Express Mode of ECS takes its place: ecs.express',
};

function otherWorkload(document: SourceDocument, name: string, type: string): LeftOut {
  const on =
    isJsonObject(document.value) && isJsonObject(document.value.on) ? String(document.value.on.schedule ?? '') : '';
  const reasons: Readonly<Record<string, string>> = {
    'Scheduled Job': `a state machine of Step Functions runs it${on === '' ? '' : ` (${on})`}, with a revision that its stack names`,
    'Static Site': 'it runs nowhere in ECS',
    'Request-Driven Web Service': 'it runs on App Runner',
  };
  return {
    place: `${document.file}:${document.lineOf(['type'])}`,
    what: `${type || 'workload'} ${name}`,
    reason: reasons[type] ?? 'Copilot has no such type that Funade knows',
    ...(instead[type] === undefined ? {} : { instead: instead[type] }),
  };
}

function unnamed(document: SourceDocument, stack: string): LeftOut {
  return {
    place: document.file,
    what: `the name of the service in ECS`,
    reason: 'CloudFormation has given it, and it is written in no file',
    instead: `aws cloudformation describe-stack-resource --stack-name ${stack} --logical-resource-id Service`,
  };
}

function owner(
  document: SourceDocument,
  application: string,
  { name, environments }: { readonly name: string; readonly environments: readonly string[] },
): LeftOut {
  const stacks = environments.map((environment) => workloadStack(application, environment, name));
  return {
    place: document.file,
    what: `stacks ${stacks.join(', ')}`,
    reason: 'they go on owning the service: their next update puts the task definition of Copilot back',
    instead: 'deploy with one of both, and keep the stacks: with them the service would be deleted',
  };
}

function ofEnvironment(document: SourceDocument): readonly LeftOut[] {
  const ledger = openLedger(document);
  ledger.carry(['name']);
  ledger.carry(['type']);
  return ledger.close(() => ({
    reason: 'network, cluster and load balancer stay with the stack of the environment',
    instead: 'to change it, change the stack, with CloudFormation',
  }));
}

function ofOthers({ others }: CopilotApplication): readonly LeftOut[] {
  return others.map((file) => {
    if (/\/addons\//.test(file))
      return {
        place: file,
        what: 'addon',
        reason: 'what it makes stays with the stack, and its outputs with the running revision',
        instead: 'to change it, change the stack, with CloudFormation',
      };
    if (/\/overrides\//.test(file))
      return {
        place: file,
        what: 'override',
        reason: 'it changes the stack that Copilot makes',
        instead: 'what is in the stack already stays',
      };
    return { place: file, what: 'file', reason: 'it is of the pipeline or the tool, and no part of a deploy' };
  });
}

function distinct(left: readonly LeftOut[]): readonly LeftOut[] {
  return [...new Map(left.map((entry) => [JSON.stringify(entry), entry])).values()];
}
