import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecs from '@aws-sdk/client-ecs';
import type { Lookup, PulledImage, WireJson, WireObject } from '../../src/model/service.ts';
import { createEcsControl, type EcsControl } from '../../src/services/ecs/control.ts';
import { ecsService } from '../../src/services/ecs/ecs-service.ts';
import { loadEcsSeed } from '../../src/services/ecs/load-seed.ts';
import { logsServiceOf } from '../../src/services/ecs/logs/logs-service.ts';
import { type EcsSeedInput, ecsSeedSchema } from '../../src/services/ecs/seed.ts';
import type { EcsState } from '../../src/services/ecs/state.ts';
import { shapeProblems } from '../published-models.ts';

const models: Readonly<Record<string, unknown>> = { ...logs, ...ecs };

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON that tests pick apart
export type Answer = any;

type SeededTaskDefinition = NonNullable<EcsSeedInput['taskDefinitions']>[number];

/** ECS of one account and region at explicit times, with no wire in between. */
export interface Region {
  readonly state: EcsState;
  readonly control: EcsControl;
  /** Images that our registry has, by reference; `missing` ones it should have and has not. */
  readonly images: Map<string, PulledImage | null>;
  now(): number;
  /** Lets time pass in one step. */
  pass(seconds: number): void;
  /** Calls an operation as a client would; the answer has been through JSON. Throws AwsFault. */
  call(operation: string, input?: WireObject): Answer;
  /** Calls in steps of a second until the answer is true; throws after so many seconds. */
  passUntil(done: () => boolean, seconds?: number): number;
}

export const epoch = Date.UTC(2026, 10, 23, 12);

/** A cluster `shop` with the service `api` of two tasks, steady on revision 1; revision 2 is registered. */
export const shop: EcsSeedInput = {
  taskDefinitions: [taskDefinition('v1'), taskDefinition('v2')],
  clusters: { shop: { services: { api: { taskDefinition: 'api:1', desiredCount: 2 } } } },
};

export function taskDefinition(tag: string, container: WireObject = {}): SeededTaskDefinition {
  return {
    family: 'api',
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: `registry.test/shop/api:${tag}`, memory: 128, ...container } as never],
  };
}

const executionRole = (): string => 'arn:aws:iam::111111111111:role/ecsTaskExecutionRole';

export function startRegion(seed: EcsSeedInput = shop): Region {
  const images = new Map<string, PulledImage | null>();
  const lookup: Lookup = {
    dataChannel: ({ id }) => `ws://127.0.0.1:4566/v1/data-channel/${id}`,
    image: (reference) => (images.has(reference) ? (images.get(reference) ?? null) : 'not-ours'),
    role: () => null,
    targetGroup: () => true,
    deregistrationDelay: () => null,
    secret: () => null,
  };
  const state = ecsService.createState('111111111111', 'ap-northeast-1');
  const logs = logsServiceOf(() => state);
  let now = epoch;
  loadEcsSeed(state, ecsSeedSchema.parse(seed), { now, registry: '127.0.0.1:5000', lookup, executionRole });
  const advance = (): void => ecsService.advance?.(state, now, lookup);
  const call: Region['call'] = (operation, input = {}) => {
    advance();
    const run = ecsService.operations[operation] ?? logs.operations[operation];
    if (!run) throw new TypeError(`no operation ${operation}`);
    const { account, region } = state;
    const callerArn = `arn:aws:iam::${account}:user/tester`;
    const answer = JSON.parse(
      JSON.stringify(
        run(state, { operation, input, account, region, callerArn, isAllowed: () => true, now, lookup }) as WireJson,
      ),
    );
    checkPublished(operation, answer);
    return answer;
  };
  const pass = (seconds: number): void => {
    now += seconds * 1000;
    advance();
  };
  return {
    state,
    images,
    control: createEcsControl(() => {
      advance();
      return state;
    }),
    now: () => now,
    pass,
    call,
    passUntil: (done, seconds = 600) => {
      for (let passed = 0; passed <= seconds; passed += 1) {
        if (done()) return passed;
        pass(1);
      }
      throw new Error(`not so after ${seconds} seconds`);
    },
  };
}

/** Throws for an answer with a member or a type that AWS has not published, those with a name beginning `future` apart. */
function checkPublished(operation: string, answer: unknown): void {
  const schema = models[`${operation}$`];
  if (!Array.isArray(schema)) throw new TypeError(`${operation} is no published operation`);
  const problems = shapeProblems(answer, schema[5], { path: operation, isText: false });
  const found = problems.filter((problem) => !/\.future\w* is not in /.test(problem));
  if (found.length > 0) throw new Error(found.join('\n'));
}

/** The service of the shop as DescribeServices gives it. */
export function api(region: Region): Answer {
  return region.call('DescribeServices', { cluster: 'shop', services: ['api'] }).services[0];
}

export function update(region: Region, input: WireObject): Answer {
  return region.call('UpdateService', { cluster: 'shop', service: 'api', ...input }).service;
}

export function primary(region: Region): Answer {
  return api(region).deployments.find((deployment: Answer) => deployment.status === 'PRIMARY');
}

export function messages(region: Region): readonly string[] {
  return api(region).events.map((event: Answer) => event.message);
}
