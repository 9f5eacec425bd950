/** What a registry request is about. */
export type RegistryKind = 'base' | 'catalog' | 'manifest' | 'blob' | 'upload' | 'tags' | 'referrers';

export interface RegistryTarget {
  readonly kind: RegistryKind;
  readonly repository: string;
  /** Tag, digest or upload id; empty where there is none. */
  readonly reference: string;
}

const shapes: readonly (readonly [RegistryKind, RegExp])[] = [
  ['base', /^\/v2\/?$/],
  ['catalog', /^\/v2\/_catalog$/],
  ['upload', /^\/v2\/(.+)\/blobs\/uploads\/?$/],
  ['upload', /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/],
  ['blob', /^\/v2\/(.+)\/blobs\/([^/]+)$/],
  ['manifest', /^\/v2\/(.+)\/manifests\/([^/]+)$/],
  ['tags', /^\/v2\/(.+)\/tags\/list$/],
  ['referrers', /^\/v2\/(.+)\/referrers\/([^/]+)$/],
];

/** Null for a path that is none of the distribution specification. */
export function parseRegistryPath(path: string): RegistryTarget | null {
  for (const [kind, shape] of shapes) {
    const match = shape.exec(path);
    if (match !== null) {
      return { kind, repository: decode(match[1] ?? ''), reference: decode(match[2] ?? '') };
    }
  }
  return null;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
