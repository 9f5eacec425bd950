import { formatDuration, isJsonObject } from '@funade/core';
import type { FoundProject, LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import { accountIn, isRegion, regionIn, writtenEnvironment } from '../text/known-environment.ts';
import { convertDefinition } from './convert-definition.ts';
import type { ConvertContext } from './convert-expression.ts';
import { convertPlugins, functionsIn } from './convert-plugins.ts';
import { convertService } from './convert-service.ts';
import type { EcspressoConfig, NamedFile } from './model.ts';
import { type Carrier, openCarrier, valueAt } from './template-document.ts';
import { openUses } from './template-uses.ts';

/** What is to be called how, and what was typed; null: it was not said. */
export interface ConfigRequest {
  readonly project: string;
  readonly service: string;
  readonly environment: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly role: string | null;
  /** The region that commands here go to; taken where nothing else says one. */
  readonly usualRegion: string | null;
}

/** A config of ecspresso as a project of one service in one environment. Touches nothing. */
export function convertConfig(ecspresso: EcspressoConfig, request: ConfigRequest): FoundProject {
  const { config, taskDefinition, serviceDefinition } = ecspresso;
  const uses = openUses();
  const context: ConvertContext = { functions: functionsIn(config), uses };
  const carrier = openCarrier(config, context);
  const settings = convertPlugins(carrier, ecspresso.folder);
  const account = request.account ?? accountIn(ecspresso.texts);
  const region = regionOf(carrier, request, ecspresso.texts);
  const environment = writtenEnvironment({ account, region, role: request.role, place: config.file });
  const definition =
    taskDefinition?.ok === true
      ? convertDefinition(taskDefinition.document, { context, account, path: `ecs/${request.service}.json` })
      : null;
  const service = serviceDefinition?.ok === true ? convertService(serviceDefinition.document, context) : null;
  const ecs: ValueObject = {
    cluster: has(carrier, 'cluster') ? carrier.value(['cluster']) : 'default',
    ...(has(carrier, 'service') ? { service: carrier.value(['service']) } : {}),
    ...(definition === null
      ? { container: noted('app', 'Not known: the container that gets the image.') }
      : definition.ecs),
    ...(service === null || Object.keys(service.settings).length === 0 ? {} : { settings: service.settings }),
    ...waitOf(carrier),
  };
  leaveRest(carrier);
  return {
    origin: config.file,
    project: request.project,
    plugins: uses.plugins(settings),
    environments: { [request.environment]: environment.environment },
    tagRules: [
      {
        tag: noted(/^v\d+\.\d+\.\d+$/, 'ecspresso has no such rules: write what your pipeline deploys.'),
        environments: [request.environment],
      },
      { branch: 'main', environments: [request.environment], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
    ],
    services: {
      [request.service]: {
        environments: {
          [request.environment]: { ecr: definition?.ecr ?? unknownImage(request.service), ecs },
        },
      },
    },
    files: [],
    left: [
      ...environment.left,
      ...carrier.ledger.close(() => ({ reason: 'ecspresso has no such key that Funade knows' })),
      ...unread('the task definition', taskDefinition, 'deploys are made from the revision that runs'),
      ...unread('the service definition', serviceDefinition, 'the service stays as it is'),
      ...(definition?.left ?? []),
      ...(service?.left ?? []),
    ],
  };
}

function has({ document }: Carrier, key: string): boolean {
  const value = valueAt(document.value, [key]);
  return typeof value === 'string' ? value !== '' : value !== null;
}

/** A region is written in the config as it is: one that only a variable names is taken from what else speaks of it. */
function regionOf(carrier: Carrier, request: ConfigRequest, texts: readonly string[]): string | null {
  const known = request.region ?? regionIn(texts) ?? request.usualRegion;
  if (!has(carrier, 'region')) return known;
  if (!carrier.holdsAction(['region'])) {
    const written = carrier.value(['region']);
    if (typeof written === 'string' && isRegion(written)) return request.region ?? written;
    carrier.ledger.leave(['region'], {
      reason: 'it is no region',
      ...(known === null ? { instead: 'pass --region' } : {}),
    });
    return known;
  }
  carrier.ledger.leave(['region'], {
    reason: 'the region of an environment is written in the config, and not looked up',
    instead:
      known === null
        ? 'pass --region'
        : `${known} is written, from ${request.region === null ? 'the ARNs' : '--region'}`,
  });
  return known;
}

function waitOf({ document, ledger }: Carrier): ValueObject {
  const timeout = valueAt(document.value, ['timeout']);
  if (timeout === null) return {};
  const seconds = secondsOf(timeout);
  if (seconds === null || seconds <= 0) {
    ledger.leave(['timeout'], { reason: 'it is not a duration such as 10m', instead: 'write ecs.wait.budget' });
    return {};
  }
  ledger.carry(['timeout']);
  return { wait: { budget: formatDuration(seconds) } };
}

/** Seconds of a duration of Go. A bare number is nanoseconds in v2, and seconds in v3. */
function secondsOf(timeout: unknown): number | null {
  if (typeof timeout === 'number') return timeout >= 1e6 ? timeout / 1e9 : timeout;
  const [whole, hours = 0, minutes = 0, seconds = 0] =
    /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(String(timeout)) ?? [];
  if (whole === undefined || whole === '') return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const reasons: Readonly<Record<string, { readonly reason: string; readonly instead?: string }>> = {
  required_version: { reason: 'it is a version of ecspresso' },
  filter_command: { reason: 'Funade asks nothing that is to be filtered' },
  appspec: {
    reason: 'deploys with CodeDeploy are not carried over',
    instead: 'blue/green deployments of ECS itself: ecs.settings.deploymentConfiguration.strategy',
  },
  codedeploy: {
    reason: 'deploys with CodeDeploy are not carried over',
    instead: 'blue/green deployments of ECS itself: ecs.settings.deploymentConfiguration.strategy',
  },
  ignore: { reason: 'tags of a service that exists are left alone anyway' },
  express_definition: { reason: 'services of Express Mode are not carried over', instead: 'write ecs.express' },
  run: { reason: 'settings of `ecspresso run`', instead: 'write ecs.tasks, or use `funade run`' },
};

function leaveRest({ document, ledger }: Carrier): void {
  for (const key of isJsonObject(document.value) ? Object.keys(document.value) : []) {
    // Files that cannot be read are told with their own names.
    const empty = valueAt(document.value, [key]) === '' || valueAt(document.value, [key]) === null;
    if (empty || key === 'task_definition' || key === 'service_definition') ledger.carry([key]);
    else if (reasons[key] !== undefined) ledger.leave([key], reasons[key]);
  }
}

function unread(what: string, named: NamedFile | null, instead: string): readonly LeftOut[] {
  if (named === null || named.ok) return [];
  const place = named.line === null ? named.file : `${named.file}:${named.line}`;
  return [{ place, what, reason: named.problem, instead }];
}

function unknownImage(service: string): ValueObject {
  const build: Value = { context: '.' };
  return { repository: noted(service, 'Not known: the repository in ECR, and how the image is made.'), build };
}
