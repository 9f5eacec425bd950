import { createHash } from 'node:crypto';

/** What the payload of a stream message is. */
export const payloads = {
  output: 1,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
} as const;

/** One binary message of a data channel. */
export interface AgentMessage {
  /** `input_stream_data`, `output_stream_data`, `acknowledge`, `channel_closed`. */
  readonly type: string;
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly flags: number;
  /** A UUID. */
  readonly id: string;
  readonly payloadType: number;
  readonly payload: Buffer;
}

/** Bytes before the length of the payload; every number is big-endian. */
const header = 116;
const at = {
  type: 4,
  version: 36,
  created: 40,
  sequence: 48,
  flags: 56,
  id: 64,
  digest: 80,
  payloadType: 112,
} as const;

/** A message in bytes. */
export function encodeMessage({ type, sequence, createdAt, flags, id, payloadType, payload }: AgentMessage): Buffer {
  const head = Buffer.alloc(header + 4);
  head.writeUInt32BE(header, 0);
  head.fill(' ', at.type, at.version);
  head.write(type, at.type, 'ascii');
  head.writeUInt32BE(1, at.version);
  head.writeBigUInt64BE(BigInt(createdAt), at.created);
  head.writeBigInt64BE(BigInt(sequence), at.sequence);
  head.writeBigUInt64BE(BigInt(flags), at.flags);
  swapHalves(Buffer.from(id.replaceAll('-', ''), 'hex')).copy(head, at.id);
  createHash('sha256').update(payload).digest().copy(head, at.digest);
  head.writeUInt32BE(payloadType, at.payloadType);
  head.writeUInt32BE(payload.length, header);
  return Buffer.concat([head, payload]);
}

/** What bytes say; null when they are no message. */
export function decodeMessage(bytes: Buffer): AgentMessage | null {
  if (bytes.length < header + 4) return null;
  const length = bytes.readUInt32BE(0);
  if (length < header || bytes.length < length + 4) return null;
  const hex = swapHalves(bytes.subarray(at.id, at.digest)).toString('hex');
  const payload = bytes.subarray(length + 4);
  if (payload.length !== bytes.readUInt32BE(length)) return null;
  return {
    type: bytes.toString('ascii', at.type, at.version).replaceAll('\0', '').trim(),
    createdAt: Number(bytes.readBigUInt64BE(at.created)),
    sequence: Number(bytes.readBigInt64BE(at.sequence)),
    flags: Number(bytes.readBigUInt64BE(at.flags)),
    id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    payloadType: bytes.readUInt32BE(at.payloadType),
    payload,
  };
}

/** A UUID stands with its last eight bytes first. */
function swapHalves(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(8), bytes.subarray(0, 8)]);
}
