import type { Random } from '../../model/random.ts';
import type { DataChannelSession } from '../../model/service.ts';
import { type AgentMessage, decodeMessage, encodeMessage, payloads } from './agent-message.ts';
import { startCommand } from './start-command.ts';

/** The client's end of a WebSocket, and what messages are made of. */
export interface Channel {
  readonly random: Random;
  now(): number;
  /** Wall time: the client lives in it, whatever the sandbox's time. */
  later(ms: number): Promise<void>;
  readonly isOpen: boolean;
  send(bytes: Buffer): void;
  close(): void;
}

/** Hears one message of the client. */
export type Agent = (bytes: Buffer, isBinary: boolean) => void;

/** Milliseconds after which what was not acknowledged is sent again: the client drops what comes before it is ready. */
const resendAfter = 50;

/**
 * The agent of a session, as the Session Manager plugin meets it: a token, a handshake, then input and output, all of which is
 * acknowledged, until the command ends.
 */
export function serveAgent(session: DataChannelSession, channel: Channel): Agent {
  let sequence = 0;
  let hasToken = false;
  let input: ((bytes: Buffer) => void) | null = null;
  let hasEnded = false;
  let isResending = false;
  const unheard = new Map<number, Buffer>();

  const encode = (message: Pick<AgentMessage, 'type' | 'payload'> & Partial<AgentMessage>): Buffer => {
    const { random } = channel;
    const usual = { sequence: 0, createdAt: channel.now(), flags: 0, id: random.uuid(), payloadType: 0 };
    return encodeMessage({ ...usual, ...message });
  };
  const stream = (payloadType: number, payload: Buffer): void => {
    const flags = sequence === 0 ? 1 : 0;
    const bytes = encode({ type: 'output_stream_data', sequence, flags, payloadType, payload });
    unheard.set(sequence, bytes);
    sequence += 1;
    channel.send(bytes);
    if (!isResending) void resend();
  };
  const resend = async (): Promise<void> => {
    isResending = true;
    while (unheard.size > 0) {
      await channel.later(resendAfter);
      if (!channel.isOpen) break;
      for (const bytes of unheard.values()) channel.send(bytes);
    }
    isResending = false;
  };
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const closeWhenHeard = (): void => {
    if (!hasEnded || unheard.size > 0) return;
    const about = { MessageId: channel.random.uuid(), CreatedDate: String(channel.now()), DestinationId: session.task };
    const closed = { ...about, SessionId: session.id, MessageType: 'channel_closed', SchemaVersion: 1, Output: '' };
    channel.send(encode({ type: 'channel_closed', payload: json(closed) }));
    channel.close();
  };
  const end = (): void => {
    hasEnded = true;
    closeWhenHeard();
  };
  const acknowledge = ({ type, id, sequence: number }: AgentMessage): void =>
    channel.send(
      encode({
        type: 'acknowledge',
        flags: 3,
        payload: json({
          AcknowledgedMessageType: type,
          AcknowledgedMessageId: id,
          AcknowledgedMessageSequenceNumber: number,
          IsSequentialMessage: true,
        }),
      }),
    );

  return (bytes, isBinary) => {
    if (!hasToken) {
      hasToken = !isBinary && textIn(bytes, 'TokenValue') === session.token;
      if (!hasToken) return channel.close();
      const action = {
        ActionType: 'SessionType',
        ActionParameters: { SessionType: 'InteractiveCommands', Properties: { commands: session.command } },
      };
      stream(payloads.handshakeRequest, json({ AgentVersion: '3.3.1142.0', RequestedClientActions: [action] }));
      return;
    }
    const message = isBinary ? decodeMessage(bytes) : null;
    if (message?.type === 'acknowledge') {
      unheard.delete(Number(textIn(message.payload, 'AcknowledgedMessageSequenceNumber')));
      closeWhenHeard();
    }
    if (message?.type !== 'input_stream_data') return;
    acknowledge(message);
    if (message.payloadType === payloads.handshakeResponse && input === null) {
      stream(payloads.handshakeComplete, json({ HandshakeTimeToComplete: 1_000_000, CustomerMessage: '' }));
      input = startCommand(session, { output: (text) => stream(payloads.output, Buffer.from(text)), end });
    } else if (message.payloadType === payloads.output) {
      input?.(message.payload);
    }
  };
}

function textIn(bytes: Buffer, key: string): unknown {
  try {
    const message: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>)[key] : null;
  } catch {
    return null;
  }
}
