import type { AwsFault, WireObject } from '../model/service.ts';
import type { HttpAnswer } from './http.ts';

/** One call as its protocol has it: which service and operation, and the parameters. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  readonly input: WireObject;
}

/** How answers are written, success and refusal. */
export interface AwsProtocol {
  readonly name: 'json' | 'query' | 's3';
  success(request: AwsRequest, output: WireObject, requestId: string): HttpAnswer;
  failure(fault: AwsFault, requestId: string): HttpAnswer;
}
