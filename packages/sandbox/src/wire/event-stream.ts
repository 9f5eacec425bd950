import { crc32 } from 'node:zlib';
import type { WireObject } from '../model/service.ts';

/** What a message of an event stream is. */
export type EventName = { readonly event: string } | { readonly exception: string };

/**
 * One message of an event stream, `application/vnd.amazon.eventstream`: lengths and their checksum, headers, payload, the checksum of all.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function encodeEvent(name: EventName, payload: WireObject): Buffer {
  const isEvent = 'event' in name;
  const headers = Buffer.concat([
    header(':message-type', isEvent ? 'event' : 'exception'),
    header(isEvent ? ':event-type' : ':exception-type', isEvent ? name.event : name.exception),
    header(':content-type', 'application/json'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const message = Buffer.alloc(12 + headers.length + body.length + 4);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, 12);
  body.copy(message, 12 + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4);
  return message;
}

/** A header that is a string, type 7. */
function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, text]);
}
