import type { RegistryEndpoint } from '../options/options.ts';

/** How the hosts of ECR's dual-stack registries end, by how the plain ones do. The other partitions have none. */
const dualStack: Readonly<Record<string, string>> = {
  'amazonaws.com': 'on.aws',
  'amazonaws.com.cn': 'on.amazonwebservices.com.cn',
};

/**
 * The URI of a repository by another endpoint of the same registry: FIPS, dual-stack, or both. Null where ECR has no such
 * endpoint. A host that is none of ECR's plain ones stays as it is.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function byEndpoint(repositoryUri: string, endpoint: RegistryEndpoint | undefined): string | null {
  const parts = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.([a-z0-9.-]+)(\/.*)$/.exec(repositoryUri);
  if (endpoint === undefined || parts === null) return repositoryUri;
  const [, account, region, ending = '', path] = parts;
  if (endpoint === 'fips') return `${account}.dkr.ecr-fips.${region}.${ending}${path}`;
  const other = dualStack[ending];
  if (other === undefined) return null;
  return `${account}.dkr-ecr${endpoint === 'dual-stack-fips' ? '-fips' : ''}.${region}.${other}${path}`;
}
