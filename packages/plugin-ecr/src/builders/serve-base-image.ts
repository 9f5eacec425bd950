import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { RunContext } from '@funade/core';
import type { BaseImage } from './base-image.ts';

/** A registry on this machine that has one image. */
export interface ServedImage extends AsyncDisposable {
  /** Base URL, ending in `/v2/`; holds a random part, so that nobody else on the machine reads the image. */
  readonly registry: string;
  readonly image: string;
  /** Why a layer could not be handed on, or null. */
  failure(): unknown;
}

/**
 * Serves a base image to containerify on a loopback port. So the child needs no login, and reads images by digest, of
 * every registry and of none, which it cannot do by itself.
 */
export async function serveBaseImage(base: BaseImage, { random }: Pick<RunContext, 'random'>): Promise<ServedImage> {
  const path = `/${random.uuid()}/v2/`;
  let failure: unknown = null;
  const server = createServer((request, response) => {
    const asked = request.url?.startsWith(path) ? request.url.slice(path.length) : '';
    answer(base, asked, response).catch((error: unknown) => {
      failure ??= error;
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    registry: `http://127.0.0.1:${port}${path}`,
    image: 'base:image',
    failure: () => failure,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(base: BaseImage, path: string, response: ServerResponse): Promise<void> {
  const digest = /^base\/blobs\/(sha(?:256|512):[0-9a-f]+)$/.exec(path)?.[1];
  const { config } = base.manifest as { config?: { digest?: string } };
  if (path === 'base/manifests/image') sendJson(response, base.manifest);
  else if (digest !== undefined && digest === config?.digest) sendJson(response, base.config);
  else if (digest !== undefined) {
    const layer = await base.layer(digest);
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    await pipeline(layer, response);
  } else response.writeHead(404).end();
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
