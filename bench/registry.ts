import { createHash } from 'node:crypto';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Sandbox } from '@funade/sandbox';

/** A registry of a sandbox as a client sees it that is logged in. */
export interface Registry {
  readonly host: string;
  /** `Basic …`. */
  readonly authorization: string;
}

export async function logIn(
  sandbox: Sandbox,
  where: { readonly account: string; readonly region: string },
): Promise<Registry> {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = sandbox.environment({ account: where.account });
  const client = new ECRClient({
    endpoint: sandbox.endpoint,
    region: where.region,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    const [{ authorizationToken = '', proxyEndpoint = '' } = {}] = authorizationData ?? [];
    return { host: new URL(proxyEndpoint).host, authorization: `Basic ${authorizationToken}` };
  } finally {
    client.destroy();
  }
}

/** Pushes an image of layers that cannot be compressed, and returns the digests of its layers. */
export async function pushRandomImage(
  registry: Registry,
  at: { readonly repository: string; readonly tag: string; readonly revision: string },
  layers: readonly Buffer[],
): Promise<readonly string[]> {
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Labels: { 'org.opencontainers.image.revision': at.revision } },
      rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    }),
  );
  const type = (name: string): string => `application/vnd.oci.image.${name}`;
  for (const blob of [...layers, config]) await pushBlob(registry, at.repository, blob);
  const mediaType = type('manifest.v1+json');
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: type('config.v1+json'), digest: digestOf(config), size: config.length },
    layers: layers.map((bytes) => ({
      mediaType: type('layer.v1.tar'),
      digest: digestOf(bytes),
      size: bytes.length,
    })),
  });
  await send(registry, `${at.repository}/manifests/${at.tag}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: manifest,
  });
  return layers.map(digestOf);
}

/** Bytes of the blobs of these digests. */
export async function sizeOfBlobs(registry: Registry, repository: string, digests: readonly string[]): Promise<number> {
  let sum = 0;
  for (const digest of new Set(digests)) {
    const { headers } = await send(registry, `${repository}/blobs/${digest}`, { method: 'HEAD' });
    sum += Number(headers.get('content-length'));
  }
  return sum;
}

async function pushBlob(registry: Registry, repository: string, bytes: Buffer): Promise<void> {
  const path = `${repository}/blobs/uploads/?digest=${digestOf(bytes)}`;
  await send(registry, path, { method: 'POST', body: new Uint8Array(bytes) });
}

async function send({ host, authorization }: Registry, path: string, init: RequestInit): Promise<Response> {
  const headers = { authorization, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(`http://${host}/v2/${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${init.method} ${path} answered ${response.status}`);
  return response;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
