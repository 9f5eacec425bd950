import { z } from 'zod';

const descriptor = z.looseObject({
  mediaType: z.string(),
  digest: z.string().regex(/^[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/),
  size: z.number(),
  urls: z.array(z.string()).optional(),
  platform: z.looseObject({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).optional(),
});

const annotations = z.record(z.string(), z.string()).optional();

const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptor.optional(),
  layers: z.array(descriptor).optional(),
  manifests: z.array(descriptor).optional(),
  subject: descriptor.optional(),
  annotations,
});

export type Descriptor = z.output<typeof descriptor>;

/** A manifest or an index, as far as the registry looks into it. */
export interface Manifest {
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly config: Descriptor | null;
  readonly layers: readonly Descriptor[];
  /** The images of an index; null for a single image. */
  readonly children: readonly Descriptor[] | null;
  readonly subject: Descriptor | null;
  readonly annotations: Readonly<Record<string, string>>;
}

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** Reads a pushed manifest. Returns what is wrong with it as text when it is none. */
export function parseManifest(bytes: Buffer, contentType: string | null): Manifest | string {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return 'manifest is not JSON';
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) return z.prettifyError(result.error).replace(/\s+/g, ' ');
  const { data } = result;
  const mediaType = contentType ?? data.mediaType;
  if (mediaType === undefined) return 'manifest has no media type';
  if (data.mediaType !== undefined && data.mediaType !== mediaType) {
    return `manifest says it is ${data.mediaType} but was sent as ${mediaType}`;
  }
  const isIndex = indexTypes.includes(mediaType);
  if (isIndex ? data.manifests === undefined : data.config === undefined)
    return `manifest has not the form of ${mediaType}`;
  return {
    mediaType,
    artifactType: data.artifactType ?? (isIndex ? null : (data.config?.mediaType ?? null)),
    config: data.config ?? null,
    layers: data.layers ?? [],
    children: isIndex ? (data.manifests ?? []) : null,
    subject: data.subject ?? null,
    annotations: data.annotations ?? {},
  };
}
