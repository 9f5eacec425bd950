import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { wallTime } from '../../clock/wall-time.ts';
import type { Random } from '../../model/random.ts';
import type { DataChannelSession } from '../../model/service.ts';
import { serveAgent } from './serve-agent.ts';

/** What is made with the channels. */
export interface DataChannelsOptions {
  /** `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly random: Random;
  now(): number;
}

/** The sessions of ECS Exec that were opened, and the WebSockets to their agents. */
export class DataChannels implements AsyncDisposable {
  readonly #options: DataChannelsOptions;
  readonly #sessions = new Map<string, DataChannelSession>();
  readonly #server = new WebSocketServer({ noServer: true });

  constructor(options: DataChannelsOptions) {
    this.#options = options;
  }

  /** Opens the way to a session's agent. Returns its URL. */
  open(session: DataChannelSession): string {
    this.#sessions.set(session.id, session);
    return `${this.#options.endpoint.replace(/^http/, 'ws')}/v1/data-channel/${session.id}?role=publish_subscribe`;
  }

  /** Answers the request for a WebSocket. A session that is not there is refused. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const id = /^\/v1\/data-channel\/([^/?]+)\?role=publish_subscribe$/.exec(request.url ?? '')?.[1] ?? '';
    const session = this.#sessions.get(id);
    if (session === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const agent = serveAgent(session, {
        random: this.#options.random,
        now: () => this.#options.now(),
        later: wallTime,
        get isOpen() {
          return webSocket.readyState === webSocket.OPEN;
        },
        send: (bytes) => webSocket.send(bytes),
        close: () => webSocket.close(1000),
      });
      webSocket.on('error', () => webSocket.terminate());
      webSocket.on('message', (data: Buffer, isBinary) => agent(Buffer.from(data), isBinary));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }
}
