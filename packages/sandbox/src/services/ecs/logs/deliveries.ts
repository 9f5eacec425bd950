import { isObject, numberIn, objectIn, textIn } from '../../../model/input.ts';
import { pageOf } from '../../../model/page.ts';
import { AwsFault, type Call, type Operation, type WireObject } from '../../../model/service.ts';
import { accessDenied } from '../faults.ts';
import { hashOf } from '../identifiers.ts';
import type { EcsState, Tag } from '../state.ts';
import type { Delivery, DeliveryDestination, DeliverySource } from './delivery-state.ts';

const most = 50;
const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
const missing = (message: string): AwsFault => new AwsFault('ResourceNotFoundException', message);
const conflict = (message: string): AwsFault => new AwsFault('ConflictException', message);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
export const putDeliverySource: Operation<EcsState> = (state, call) => {
  const { input } = call;
  const name = required(input, 'name');
  const resourceArn = required(input, 'resourceArn');
  const logType = required(input, 'logType');
  const cluster = [...state.clusters.values()].find(({ arn }) => arn === resourceArn);
  if (cluster === undefined) throw missing(`Resource ${resourceArn} does not exist.`);
  if (logType !== 'ACTION_LOGS') throw invalid(`${logType} is not a log type of this resource.`);
  assertMayDeliver(call, resourceArn);
  const other = [...state.deliveries.sources.values()].find(
    (source) => source.resourceArn === resourceArn && source.logType === logType && source.name !== name,
  );
  if (other !== undefined) throw conflict('This ResourceId has already been used in another Delivery Source.');
  const arn = logsArn(state, `delivery-source:${name}`);
  const source: DeliverySource = { name, arn, resourceArn, logType, tags: tagsIn(input) };
  state.deliveries.sources.set(name, source);
  return { deliverySource: sourceView(source) };
};

function assertMayDeliver(call: Call, resourceArn: string): void {
  const action = 'ecs:AllowVendedLogDeliveryForResource';
  if (!call.isAllowed(action, resourceArn, {})) throw accessDenied(call, action, resourceArn);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html */
export const putDeliveryDestination: Operation<EcsState> = (state, { input }) => {
  const name = required(input, 'name');
  const configuration = objectIn(input, 'deliveryDestinationConfiguration') ?? {};
  const resourceArn = textIn(configuration, 'destinationResourceArn') ?? '';
  const type = destinationType(resourceArn);
  if (type === null) throw invalid('destinationResourceArn is no log group, bucket or delivery stream.');
  const arn = logsArn(state, `delivery-destination:${name}`);
  const destination: DeliveryDestination = { name, arn, resourceArn, type, tags: tagsIn(input) };
  state.deliveries.destinations.set(name, destination);
  return { deliveryDestination: destinationView(destination) };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html */
export const createDelivery: Operation<EcsState> = (state, { input }) => {
  const [source, destinationArn] = [required(input, 'deliverySourceName'), required(input, 'deliveryDestinationArn')];
  const { sources, destinations, deliveries } = state.deliveries;
  if (!sources.has(source)) throw missing(`Delivery source ${source} does not exist.`);
  const destination = [...destinations.values()].find(({ arn }) => arn === destinationArn);
  if (destination === undefined) throw missing(`Delivery destination ${destinationArn} does not exist.`);
  const taken = [...deliveries.values()].some(
    (each) => each.source === source && each.destinationArn === destinationArn,
  );
  if (taken) throw conflict('Delivery already exists.');
  const id = hashOf(`${state.account}/${state.region}/${source}/${destinationArn}`).slice(0, 16);
  const delivery: Delivery = { id, arn: logsArn(state, `delivery:${id}`), source, destinationArn };
  deliveries.set(id, delivery);
  return { delivery: deliveryView(state, delivery) };
};

export const deleteDelivery: Operation<EcsState> = (state, { input }) => {
  const id = required(input, 'id');
  if (!state.deliveries.deliveries.delete(id)) throw missing(`Delivery ${id} does not exist.`);
  return {};
};

export const describeDeliverySources: Operation<EcsState> = (state, { input }) =>
  listed([...state.deliveries.sources.values()].map(sourceView), { input, as: 'deliverySources' });

export const describeDeliveryDestinations: Operation<EcsState> = (state, { input }) =>
  listed([...state.deliveries.destinations.values()].map(destinationView), { input, as: 'deliveryDestinations' });

export const describeDeliveries: Operation<EcsState> = (state, { input }) =>
  listed(
    [...state.deliveries.deliveries.values()].map((delivery) => deliveryView(state, delivery)),
    { input, as: 'deliveries' },
  );

function listed(
  views: readonly WireObject[],
  { input, as }: { readonly input: WireObject; readonly as: string },
): WireObject {
  const size = numberIn(input, 'limit') ?? most;
  if (size < 1 || size > most) throw invalid(`limit must be from 1 to ${most}.`);
  const page = pageOf(views, { size, token: textIn(input, 'nextToken') });
  if (page === null) throw invalid('The specified nextToken is invalid.');
  return { [as]: page.items, nextToken: page.nextToken };
}

function sourceView({ name, arn, resourceArn, logType, tags }: DeliverySource): WireObject {
  return { name, arn, resourceArns: [resourceArn], service: 'ecs', logType, tags: tagsView(tags) };
}

function destinationView({ name, arn, resourceArn, type, tags }: DeliveryDestination): WireObject {
  return {
    name,
    arn,
    deliveryDestinationType: type,
    outputFormat: 'json',
    deliveryDestinationConfiguration: { destinationResourceArn: resourceArn },
    tags: tagsView(tags),
  };
}

function deliveryView({ deliveries }: EcsState, { id, arn, source, destinationArn }: Delivery): WireObject {
  const destination = [...deliveries.destinations.values()].find((each) => each.arn === destinationArn);
  return {
    id,
    arn,
    deliverySourceName: source,
    deliveryDestinationArn: destinationArn,
    deliveryDestinationType: destination?.type ?? 'CWL',
  };
}

function destinationType(arn: string): DeliveryDestination['type'] | null {
  if (/^arn:[\w-]+:logs:[^:]+:\d{12}:log-group:[^:]+/.test(arn)) return 'CWL';
  if (/^arn:[\w-]+:s3:::/.test(arn)) return 'S3';
  return /^arn:[\w-]+:firehose:/.test(arn) ? 'FH' : null;
}

/** Tags of CloudWatch Logs are a map. */
function tagsIn(input: WireObject): readonly Tag[] {
  const written = objectIn(input, 'tags') ?? {};
  return Object.entries(isObject(written) ? written : {}).map(([key, value]) => ({ key, value: String(value) }));
}

function tagsView(tags: readonly Tag[]): WireObject | undefined {
  return tags.length === 0 ? undefined : Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function required(input: WireObject, key: string): string {
  const value = textIn(input, key);
  if (value === undefined || value === '') throw invalid(`${key} is missing.`);
  return value;
}

function logsArn({ account, region }: EcsState, resource: string): string {
  return `arn:aws:logs:${region}:${account}:${resource}`;
}
