/** The parts of an image reference. */
export interface ImageReference {
  /** Host and port; null when the reference leaves it to the engine. */
  readonly registry: string | null;
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:…` */
  readonly digest: string | null;
}

/**
 * Reads an image reference the way container engines do: what stands before the first slash is a registry when it has a
 * dot or a port or is `localhost`; a colon behind the last slash starts the tag; `@` starts the digest.
 */
export function parseImageReference(reference: string): ImageReference {
  const [named = '', digest = null] = reference.split('@', 2);
  const slash = named.indexOf('/');
  const head = slash === -1 ? '' : named.slice(0, slash);
  const registry = head === 'localhost' || head.includes('.') || head.includes(':') ? head : null;
  const path = registry === null ? named : named.slice(slash + 1);
  const colon = path.lastIndexOf(':');
  return colon === -1
    ? { registry, repository: path, tag: null, digest }
    : { registry, repository: path.slice(0, colon), tag: path.slice(colon + 1), digest };
}
