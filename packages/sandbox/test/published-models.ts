import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elasticloadbalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import type { LoggedRequest } from '../src/index.ts';

/**
 * AWS's own description of its requests and answers, as its JavaScript clients carry it: operations are
 * `[9, namespace, name, traits, input, output]`, structures `[3, namespace, name, traits, members, types]`, lists and
 * maps `[1 | 2, …, member]`, everything else a number. A structure may be behind a function, a type behind `[type, traits]`.
 */
type Schema = unknown;

const published: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'application-autoscaling': autoscaling,
  cloudformation,
  ecr,
  ecs,
  elasticloadbalancing,
  events,
  iam,
  logs,
  s3,
  scheduler,
  secretsmanager,
  ssm,
  sts,
};

/** Query, and the headers of S3, carry every value as text. */
const textServices: readonly string[] = ['cloudformation', 'elasticloadbalancing', 'iam', 's3', 'sts'];

/** Codes that every operation may answer with and that no operation lists. */
const commonCodes: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InternalFailure',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'ServiceUnavailable',
  'SignatureDoesNotMatch',
  'ThrottlingException',
  'Throttling',
  'UnrecognizedClientException',
  'ValidationError',
  'ValidationException',
];

/**
 * What S3 answers with besides; no model lists them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const s3Codes: readonly string[] = ['AuthorizationHeaderMalformed', 'BadDigest', 'InvalidAccessKeyId'];

/**
 * What in these exchanges AWS has not published: members that are in no shape, values of the wrong type, unknown
 * operations and error codes. Empty when all is as published. Exchanges of the issuer and the registry are passed over.
 */
export function publishedProblems(requests: readonly LoggedRequest[]): readonly string[] {
  return requests.flatMap((request) => {
    const [service = '', operation = ''] = request.operation.split('.');
    const model = published[service];
    if (model === undefined) return [];
    const schema = model[`${operation}$`];
    if (!Array.isArray(schema)) return [`${request.operation} is no published operation`];
    const isText = textServices.includes(service);
    const problems = [
      ...shapeProblems(request.body, schema[4], { path: 'request', isText }),
      ...(request.response === null ? [] : shapeProblems(request.response, schema[5], { path: 'response', isText })),
      ...(request.error === null || isPublishedCode(model, request.error) ? [] : [`error ${request.error}`]),
    ];
    return problems.map((problem) => `${request.operation}: ${problem}`);
  });
}

interface Place {
  readonly path: string;
  /** Whether every value may be text. */
  readonly isText: boolean;
}

/** What in the value is not as the schema says, one line each with its path. */
export function shapeProblems(value: unknown, schema: Schema, { path, isText }: Place): readonly string[] {
  if (value === undefined) return [];
  const shape = resolve(schema);
  if (typeof shape === 'number') {
    const item = shape & 0b0011_1111;
    if (shape & 0b0100_0000) return listProblems(value, item, { path, isText });
    if (shape & 0b1000_0000) return mapProblems(value, item, { path, isText });
    return isOfType(value, item, isText) ? [] : [`${path} is ${JSON.stringify(value)}, not ${typeNames[item] ?? item}`];
  }
  const [kind, , name, , members, types] = shape;
  if (kind === 1) return listProblems(value, members, { path, isText });
  if (kind === 2) return mapProblems(value, types, { path, isText });
  if (kind === 0) return shapeProblems(value, members, { path, isText });
  if (!isObject(value)) return [`${path} is ${JSON.stringify(value)}, not the structure ${String(name)}`];
  return Object.entries(value).flatMap(([key, child]) => {
    const index = (members as readonly string[]).indexOf(key);
    if (index < 0) return child === undefined ? [] : [`${path}.${key} is not in ${String(name)}`];
    return shapeProblems(child, (types as readonly Schema[])[index], { path: `${path}.${key}`, isText });
  });
}

const typeNames: Readonly<Record<number, string>> = {
  0: 'a string',
  1: 'a number',
  2: 'a boolean',
  4: 'seconds since the epoch',
};

function resolve(schema: Schema): number | readonly unknown[] {
  if (typeof schema === 'function') return resolve(schema());
  if (typeof schema === 'number') return schema;
  if (schema === 'unit') return [3, '', 'Unit', 0, [], []];
  if (!Array.isArray(schema)) throw new TypeError(`unknown form of schema: ${String(schema)}`);
  return schema.length === 2 ? resolve(schema[0]) : schema;
}

function listProblems(value: unknown, item: Schema, { path, isText }: Place): readonly string[] {
  if (!Array.isArray(value)) return [`${path} is ${JSON.stringify(value)}, not a list`];
  return value.flatMap((child, index) => shapeProblems(child, item, { path: `${path}[${index}]`, isText }));
}

function mapProblems(value: unknown, item: Schema, { path, isText }: Place): readonly string[] {
  if (!isObject(value)) return [`${path} is ${JSON.stringify(value)}, not a map`];
  return Object.entries(value).flatMap(([key, child]) =>
    shapeProblems(child, item, { path: `${path}.${key}`, isText }),
  );
}

function isOfType(value: unknown, type: number, isText: boolean): boolean {
  if (isText && typeof value === 'string') return true;
  if (type === 0 || type === 21 || type === 42) return typeof value === 'string';
  if (type === 2) return typeof value === 'boolean';
  if (type === 15) return true;
  return typeof value === 'number';
}

function isPublishedCode(model: Readonly<Record<string, unknown>>, code: string): boolean {
  return commonCodes.includes(code) || s3Codes.includes(code) || `${code}$` in model || `${code}Exception$` in model;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
