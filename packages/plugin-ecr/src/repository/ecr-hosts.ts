import type { Build } from '../options/build-options.ts';

/** What the names of ECR's registries end in, by partition: commercial, dual-stack, China, its dual-stack, sovereign, isolated. */
const endings = [
  'amazonaws.com',
  'on.aws',
  'amazonaws.com.cn',
  'on.amazonwebservices.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

const host = new RegExp(
  String.raw`^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:${endings.map((ending) => ending.replaceAll('.', '\\.')).join('|')})$`,
);

/**
 * Whether a host is a private registry of ECR: one that may be shown the login of ECR.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html,
 * https://docs.aws.amazon.com/general/latest/gr/ecr.html
 */
export function isEcrHost(name: string): boolean {
  return host.test(name);
}

/** The private registries of ECR that a build reads from or keeps its cache in, each once: those that its files name. */
export function ecrHostsOfBuild(build: Build, dockerfile: string): readonly string[] {
  const { from = [], to } = typeof build.cache === 'object' ? build.cache : {};
  const texts = [dockerfile, ...Object.values(build.args ?? {}).map(String), ...from, to ?? ''];
  const named = texts.flatMap((text) => text.match(/[a-z0-9.-]+(?=\/)/g) ?? []);
  return [...new Set(named.filter(isEcrHost))];
}
