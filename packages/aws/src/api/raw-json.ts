import { exactJsonText, isJsonObject, type JsonObject, parseExactJson } from '@funade/core';
import type { Client, Command, MetadataBearer } from '@smithy/types';

export interface RawOptions {
  /** Sent in place of what the SDK makes of the command's input, exact numbers as spelled. Default: the command's input. */
  readonly body?: JsonObject;
  /** Whether numbers that JavaScript would change come as `ExactNumber` in the answer's body. Default false. */
  readonly exactNumbers?: boolean;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
}

export interface RawAnswer<Output> {
  /** As the SDK reads it. */
  readonly output: Output;
  /** As it came over the wire, with the fields that this version of the SDK does not know. */
  readonly body: JsonObject;
}

/**
 * Sends a command of a JSON service so that nothing is lost on the way: the SDK drops fields that are newer than itself
 * in both directions. Signature, retries and endpoint stay the SDK's. Throws what the client throws.
 */
export async function sendRaw<
  ClientInput extends object,
  Input extends ClientInput,
  ClientOutput extends MetadataBearer,
  Output extends ClientOutput,
  Config,
>(
  client: Client<ClientInput, ClientOutput, Config>,
  command: Command<ClientInput, Input, ClientOutput, Output, Config>,
  { body, signal, exactNumbers = false }: RawOptions = {},
): Promise<RawAnswer<Output>> {
  let answer = '';
  // Low: next to the wire, so that the bytes are kept before the SDK reads them.
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body: NodeJS.ReadableStream | Buffer };
      const bytes = await bytesOf(response.body as AsyncIterable<Uint8Array>);
      // Read now: the SDK gives the bytes another prototype, and with it another `toString`.
      answer = bytes.toString('utf8');
      response.body = bytes;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'funadeKeepAnswer', override: true },
  );
  if (body !== undefined) {
    // High: before the SDK measures, hashes and signs the body.
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: unknown }).body = exactJsonText(body);
        return next(args);
      },
      { step: 'build', priority: 'high', name: 'funadeOwnBody', override: true },
    );
  }
  const output = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
  return { output, body: parseBody(answer, exactNumbers) };
}

function parseBody(text: string, exactNumbers: boolean): JsonObject {
  const value: unknown = text === '' ? {} : exactNumbers ? parseExactJson(text) : JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** Not `buffer` of `node:stream/consumers`: that goes through a Blob, whose bytes come in another turn each time. */
async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
