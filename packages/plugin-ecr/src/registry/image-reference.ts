import { isThisMachine } from './login-host.ts';

/** The parts of an image's name. */
export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly host: string;
  /** Repository; one of Docker Hub without a namespace gets `library/`. */
  readonly name: string;
  /** Tag or, before it, digest: what the registry is asked for. Default `latest`. */
  readonly reference: string;
}

/** Reads an image's name as Docker does: the first part is a host when it has a dot, a colon, or is `localhost`. */
export function parseImageReference(image: string): ImageReference {
  const [named = '', digest] = image.split('@', 2);
  const slash = named.indexOf('/');
  const first = slash === -1 ? '' : named.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === 'localhost';
  const host = hasHost ? first : 'docker.io';
  const path = hasHost ? named.slice(slash + 1) : named;
  const colon = path.lastIndexOf(':');
  const name = colon === -1 ? path : path.slice(0, colon);
  const tag = colon === -1 ? 'latest' : path.slice(colon + 1);
  return {
    host,
    name: host === 'docker.io' && !name.includes('/') ? `library/${name}` : name,
    reference: digest ?? tag,
  };
}

/** An image's name as it is written, taken apart: `nginx`, `1.29`, null. */
export function imageNameParts(image: string): {
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
} {
  const [named = '', digest = null] = image.split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon === -1) return { repository: named, tag: null, digest };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** Host and repository of a `repositoryUri` of ECR, which has neither tag nor digest. */
export function splitRepositoryUri(uri: string): { readonly host: string; readonly name: string } {
  const slash = uri.indexOf('/');
  return { host: uri.slice(0, slash), name: uri.slice(slash + 1) };
}

/** Where the registry of a host is reached: by TLS, and without only on this machine. */
export function registryOrigin(host: string): string {
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  const { hostname } = new URL(`http://${host}`);
  return `${isThisMachine(hostname) ? 'http' : 'https'}://${host}`;
}
