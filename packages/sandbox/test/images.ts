import { createHash } from 'node:crypto';
import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Sandbox } from '../src/index.ts';
import { ecrClient, type Who } from './clients.ts';

export const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
};

export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The OCI registry of a sandbox as an HTTP client sees it that is logged in. */
export interface RegistryClient {
  readonly host: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Uploads a blob in one request and returns its digest. */
  pushBlob(repository: string, bytes: string | Buffer): Promise<string>;
  pushManifest(repository: string, reference: string, manifest: object): Promise<Response>;
  /** Pushes a small image and returns its digest. Other words make another image. */
  pushImage(repository: string, tag: string, words: string): Promise<string>;
}

/** Logs in to the first registry (of that account) with a password of GetAuthorizationToken. */
export async function loggedIn(sandbox: Sandbox, who?: Who): Promise<RegistryClient> {
  const { authorizationData } = await ecrClient(sandbox, who).send(new GetAuthorizationTokenCommand({}));
  const [{ authorizationToken = '', proxyEndpoint = '' } = {}] = authorizationData ?? [];
  return registryClient(new URL(proxyEndpoint).host, authorizationToken);
}

/** A client of this registry with these Basic credentials, in base64. */
export function registryClient(host: string, authorization: string): RegistryClient {
  const send: RegistryClient['fetch'] = (path, init = {}) =>
    fetch(`http://${host}${path}`, {
      ...init,
      headers: { authorization: `Basic ${authorization}`, ...(init.headers as Record<string, string> | undefined) },
    });
  const pushBlob: RegistryClient['pushBlob'] = async (repository, bytes) => {
    const digest = digestOf(bytes);
    const path = `/v2/${repository}/blobs/uploads/?digest=${digest}`;
    const { status } = await send(path, { method: 'POST', body: bytes as never });
    if (status !== 201) throw new Error(`pushing a blob answered ${status}`);
    return digest;
  };
  const pushManifest: RegistryClient['pushManifest'] = (repository, reference, manifest) =>
    send(`/v2/${repository}/manifests/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': (manifest as { mediaType?: string }).mediaType ?? types.manifest },
      body: JSON.stringify(manifest),
    });
  return {
    host,
    fetch: send,
    pushBlob,
    pushManifest,
    async pushImage(repository, tag, words) {
      const manifest = imageManifest(words);
      await pushBlob(repository, configOf(words));
      await pushBlob(repository, words);
      const { status, headers } = await pushManifest(repository, tag, manifest);
      if (status !== 201) throw new Error(`pushing a manifest answered ${status}`);
      return headers.get('docker-content-digest') ?? '';
    },
  };
}

/** The manifest of the image that `pushImage` makes of these words. */
export function imageManifest(words: string, mediaType: string = types.manifest) {
  const config = configOf(words);
  return {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: types.config, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: types.layer, digest: digestOf(words), size: Buffer.byteLength(words) }],
  };
}

function configOf(words: string): string {
  const rootfs = { type: 'layers', diff_ids: [digestOf(words)] };
  return JSON.stringify({ os: 'linux', architecture: 'amd64', config: { Labels: { words } }, rootfs });
}
