import { isJsonObject, type Json } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import type { Value, ValueObject } from '../model/value.ts';
import { type ContainerImage, imageOptions } from '../text/image-options.ts';
import { type Ledger, openLedger, type Why } from '../text/ledger.ts';
import type { Path, SourceDocument } from '../text/source-document.ts';
import { type Interpolated, interpolate } from './interpolate.ts';

/** What of a manifest a config says in one environment. */
export interface ConvertedWorkload {
  readonly ecr: ValueObject;
  /** Of `ecs`, apart from where the service is. */
  readonly ecs: ValueObject;
  readonly left: readonly LeftOut[];
}

export interface WorkloadRequest extends Interpolated {
  readonly name: string;
  readonly account: string | null;
  /** Told when something is looked up with `cfnExport`. */
  readonly usesExports: () => void;
}

/** Keys of a manifest that the stack goes on having, or the running revision has. */
const stays: Why = {
  reason: 'it stays with the stack of the service',
  instead: 'to change it, change the stack, with CloudFormation',
};
const running: Why = {
  reason: 'the running revision has it, and new ones are made from that',
  instead: 'to change it: ecs.containers, or a task definition of your own in ecs.taskDefinition',
};
const kept: Readonly<Record<string, Why>> = {
  http: {
    reason: 'rules and target groups of the load balancer stay with the stack',
    instead: 'to change them, change the stack, with CloudFormation',
  },
  nlb: {
    reason: 'the network load balancer stays with the stack',
    instead: 'to change it, change the stack, with CloudFormation',
  },
  count: {
    reason: 'how many tasks run, and how they are scaled, stays with the stack',
    instead: 'ecs.settings.desiredCount or autoscaling, once the stack is to let go',
  },
  network: stays,
  exec: { reason: 'it stays with the service', instead: 'ecs.settings.enableExecuteCommand' },
  deployment: { reason: 'how the service is deployed stays with it', instead: 'ecs.settings.deploymentConfiguration' },
  observability: stays,
  publish: stays,
  subscribe: {
    reason: 'topics, queues and their policies stay with the stack',
    instead: 'to change them, change the stack, with CloudFormation',
  },
  alias: stays,
  cpu: running,
  memory: running,
  storage: running,
  logging: running,
  sidecars: running,
  taskdef_overrides: running,
  entrypoint: running,
  command: running,
  env_file: running,
  tags: running,
  platform: running,
};

/** A manifest in one environment: its own values over the common ones. Touches nothing. */
export function convertWorkload(document: SourceDocument, request: WorkloadRequest): ConvertedWorkload {
  const ledger = openLedger(document);
  const manifest = objectOf(document.value);
  const over = objectOf(objectOf(manifest.environments)[request.environment]);
  const own: Path = ['environments', request.environment];
  const parts: readonly Part[] = [
    { path: [], value: manifest },
    { path: own, value: over },
  ];
  ledger.carry(['name']);
  ledger.carry(['type']);
  const context: Reading = { document, ledger, parts, request };
  const image = readImage(context);
  const environment = readPairs('variables', context);
  const secrets = readPairs('secrets', context);
  for (const { path, value } of parts) leaveKept(path, value, ledger);
  for (const name of Object.keys(objectOf(manifest.environments)))
    if (name !== request.environment) ledger.carry(['environments', name]);
  const settings: ValueObject = {
    ...(Object.keys(environment).length === 0 ? {} : { environment }),
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  };
  return {
    ecr: image.ecr,
    ecs: {
      container: request.name,
      ...(Object.keys(settings).length === 0 ? {} : { containers: { [request.name]: settings } }),
    },
    left: [...ledger.close(() => ({ reason: 'Copilot has no such key that Funade knows' })), ...image.left],
  };
}

interface Part {
  readonly path: Path;
  readonly value: Readonly<Record<string, Json | undefined>>;
}

interface Reading {
  readonly document: SourceDocument;
  readonly ledger: Ledger;
  readonly parts: readonly Part[];
  readonly request: WorkloadRequest;
}

function leaveKept(path: Path, value: Part['value'], ledger: Ledger): void {
  for (const key of Object.keys(value)) {
    const why = kept[key];
    if (why !== undefined && key !== 'platform') ledger.leave([...path, key], why);
  }
  for (const key of Object.keys(objectOf(value.image))) {
    if (key !== 'build' && key !== 'location') ledger.leave([...path, 'image', key], running);
  }
}

function objectOf(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return isJsonObject(value) ? value : {};
}

/** The image of the service: built from a folder, or one that is there. */
function readImage({ document, ledger, parts, request }: Reading): Pick<ConvertedWorkload, 'ecr' | 'left'> {
  let build: Json | undefined;
  let location: string | null = null;
  let platform = 'linux/amd64';
  let place = document.file;
  for (const { path, value } of parts) {
    const image = objectOf(value.image);
    if (image.build !== undefined)
      build = isJsonObject(image.build) && isJsonObject(build) ? { ...build, ...image.build } : image.build;
    if (typeof image.location === 'string') {
      location = interpolate(image.location, request);
      build = undefined;
      ledger.carry([...path, 'image', 'location']);
      place = `${document.file}:${document.lineOf([...path, 'image', 'location'])}`;
    }
    if (image.build !== undefined) accountBuild(image.build, [...path, 'image', 'build'], ledger);
    if (typeof value.platform === 'string') platform = value.platform.replace('x86_64', 'amd64');
    if (typeof value.platform === 'string') ledger.carry([...path, 'platform']);
    else if (value.platform !== undefined) ledger.leave([...path, 'platform'], running);
  }
  if (location !== null && build === undefined) {
    const container: ContainerImage = { name: request.name, image: location, filled: true, essential: true, place };
    const { ecr, left } = imageOptions([container], request.account);
    return { ecr, left };
  }
  return {
    ecr: { repository: `${request.application}/${request.name}`, build: buildOf(build, platform, request) },
    left: [],
  };
}

function accountBuild(build: Json, path: Path, ledger: Ledger): void {
  if (!isJsonObject(build)) ledger.carry(path);
  for (const key of isJsonObject(build) ? Object.keys(build) : []) {
    if (['context', 'dockerfile', 'target', 'args'].includes(key)) ledger.carry([...path, key]);
    else ledger.leave([...path, key], { reason: 'layers are kept between builds by build.cache' });
  }
}

/** Paths of Copilot are relative to the folder above `copilot`, where the config stands. */
function buildOf(build: Json | undefined, platform: string, request: WorkloadRequest): Value {
  const text = (value: Json | undefined): string | null =>
    typeof value === 'string' ? interpolate(value, request) : null;
  const written = isJsonObject(build) ? build : { dockerfile: build };
  const dockerfile = plainPath(text(written.dockerfile) ?? 'Dockerfile');
  const folder = dockerfile.includes('/') ? dockerfile.slice(0, dockerfile.lastIndexOf('/')) : '.';
  const context = plainPath(text(written.context) ?? folder);
  const inside =
    context === '.'
      ? dockerfile
      : dockerfile.startsWith(`${context}/`)
        ? dockerfile.slice(context.length + 1)
        : up(context, dockerfile);
  const args = Object.entries(isJsonObject(written.args) ? written.args : {}).map(([name, value]) => [
    name,
    interpolate(String(value ?? ''), request),
  ]);
  const target = text(written.target);
  return {
    context,
    ...(inside === 'Dockerfile' ? {} : { dockerfile: inside }),
    ...(target === null ? {} : { target }),
    ...(args.length === 0 ? {} : { args: Object.fromEntries(args) }),
    platforms: [platform],
  };
}

function plainPath(path: string): string {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
  return plain === '' ? '.' : plain;
}

function up(context: string, file: string): string {
  return `${context
    .split('/')
    .map(() => '..')
    .join('/')}/${file}`;
}

/** `variables` or `secrets`: a text, or what AWS knows by another name. */
function readPairs(key: 'variables' | 'secrets', { ledger, parts, request }: Reading): Readonly<Record<string, Value>> {
  const pairs: Record<string, Value> = {};
  for (const { path, value } of parts) {
    for (const [name, written] of Object.entries(objectOf(value[key]))) {
      const at: Path = [...path, key, name];
      const text = pairText(written ?? null, request);
      if (text === null)
        ledger.leave(at, {
          reason: 'what it stands for is not understood',
          instead: `write ecs.containers.${request.name}`,
        });
      else {
        ledger.carry(at);
        pairs[name] = text;
      }
    }
  }
  return pairs;
}

function pairText(written: Json, request: WorkloadRequest): Value {
  if (!isJsonObject(written)) return written === null ? null : interpolate(String(written), request);
  if (typeof written.from_cfn === 'string') {
    request.usesExports();
    return `{{cfnExport "${interpolate(written.from_cfn, request)}"}}`;
  }
  if (typeof written.secretsmanager !== 'string') return null;
  // As Copilot writes it into the task definition.
  return `arn:aws:secretsmanager:{{environment.region}}:{{environment.account}}:secret:${interpolate(written.secretsmanager, request)}`;
}
