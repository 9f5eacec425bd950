import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '../../src/services/ssmmessages/agent-message.ts';

/** A message of the agent, its payload read. */
export interface Heard {
  readonly type: string;
  readonly sequence: number;
  readonly payloadType: number;
  readonly text: string;
  /** Undefined where the payload is no JSON. */
  readonly json: unknown;
}

/** The client's end of a data channel, as the plugin has it. */
export interface DataChannel extends AsyncDisposable {
  readonly url: string;
  readonly closed: Promise<unknown>;
  /** The next message of this type; those of others are passed over. */
  next(type: string): Promise<Heard>;
  input(payloadType: number, payload: string): void;
  /** Shakes hands, types, and gives what was written until the end. */
  run(typed?: string): Promise<string>;
}

/** Opens a data channel and sends its token. Rejects where there is none. */
export async function openDataChannel({
  url,
  token,
}: {
  readonly url: string;
  readonly token: string;
}): Promise<DataChannel> {
  const socket = new WebSocket(url);
  const messages: Heard[] = [];
  let expected = 0;
  let deaf = true;
  const id = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
  const acknowledge = (sequence: number): void => {
    const payload = Buffer.from(JSON.stringify({ AcknowledgedMessageSequenceNumber: sequence }));
    socket.send(
      encodeMessage({ type: 'acknowledge', createdAt: 0, flags: 3, id, payloadType: 0, sequence: 0, payload }),
    );
  };
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = decodeMessage(Buffer.from(data));
    if (message === null) return;
    const text = message.payload.toString('utf8');
    if (message.type === 'output_stream_data') {
      // In order, each once; and as the plugin that is not ready yet, it passes over the first output, which comes again.
      const isOutput = message.payloadType === 1;
      const isWanted = message.sequence === expected && !(isOutput && deaf);
      if (isOutput) deaf = false;
      if (!isWanted) return;
      expected += 1;
      acknowledge(message.sequence);
    }
    messages.push({ ...message, text, json: text.startsWith('{') ? JSON.parse(text) : undefined });
    for (const wake of waiting.splice(0)) wake();
  });
  await once(socket, 'open');
  const closed = once(socket, 'close');
  socket.send(JSON.stringify({ MessageSchemaVersion: '1.0', TokenValue: token }));
  let sequence = 0;
  const channel: DataChannel = {
    url,
    closed,
    async next(type) {
      for (;;) {
        const found = messages.findIndex((message) => message.type === type);
        if (found >= 0) return messages.splice(0, found + 1).at(-1) as Heard;
        await new Promise<void>((resolve) => void waiting.push(resolve));
      }
    },
    input(payloadType, payload) {
      const rest = { type: 'input_stream_data', createdAt: 0, flags: 0, id, payloadType };
      socket.send(encodeMessage({ ...rest, sequence, payload: Buffer.from(payload) }));
      sequence += 1;
    },
    async run(typed) {
      await channel.next('output_stream_data');
      channel.input(6, '{}');
      await channel.next('output_stream_data');
      channel.input(3, '{"cols":80,"rows":24}');
      if (typed !== undefined) channel.input(1, typed);
      await closed;
      return messages.map(({ type, text }) => (type === 'output_stream_data' ? text : '')).join('');
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
  return channel;
}
