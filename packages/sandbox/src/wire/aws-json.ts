import { AwsFault, type WireJson, type WireObject } from '../model/service.ts';
import type { AwsProtocol } from './aws-protocol.ts';
import { parseKeepingDigits } from './keep-digits.ts';

const contentType = 'application/x-amz-json-1.1';

/** AWS JSON 1.1: the operation is in `X-Amz-Target`, parameters and answers are JSON objects. */
export const awsJson: AwsProtocol = {
  name: 'json',
  success: (_, output, requestId) => ({
    status: 200,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
    body: JSON.stringify(output),
  }),
  failure: ({ code, message, status, members }, requestId) => ({
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
    // SSM refuses without a word: then there is no message at all.
    body: JSON.stringify({ ...members, __type: code, message: message === '' ? undefined : message }),
  }),
};

/** Reads the body of a JSON request; no body is an empty object. */
export function parseJsonInput(body: Buffer): WireObject {
  const text = body.toString('utf8');
  if (text.trim() === '') return {};
  let parsed: WireJson;
  try {
    parsed = parseKeepingDigits(text);
  } catch {
    throw new AwsFault('SerializationException', 'Start of structure or map found where not expected.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsFault('SerializationException', 'Unexpected field type');
  }
  return parsed as WireObject;
}
