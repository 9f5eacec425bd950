import type { Environment } from '../model/environment.ts';
import { emptyRelease, type Release } from '../model/release.ts';
import { imageTagPart } from '../release/image-tag.ts';

/** What a template can print. */
export type TemplateValue = string | number | boolean | null;

/** What templates can name: groups of values, such as `environment.name`. `{{service}}` alone is `{{service.name}}`. */
export type TemplateScope = Readonly<Record<string, Readonly<Record<string, TemplateValue>>>>;

interface ScopeParts {
  readonly project: string;
  readonly environment: Environment;
  readonly release: Release;
}

/** What the strings below `services` can name. */
export function serviceScope({
  project,
  environment,
  release,
  service,
}: Omit<ScopeParts, 'release'> & {
  /** Null: there is none, and none of its names has a value. */
  readonly release: Release | null;
  readonly service: string;
}): TemplateScope {
  return {
    project: { name: project },
    environment: environmentValues(environment),
    service: { name: service },
    release: release === null ? noRelease : { ...releaseValues(release), imageTag: release.imageTag },
  };
}

/** What `imageTag` of a tag rule can name. Names of refs are made fit for an image tag: `feature/x` is `feature-x`. */
export function imageTagScope({ project, environment, release }: ScopeParts): TemplateScope {
  const values = releaseValues(release);
  const part = (value: string | null): string | null => (value === null ? null : imageTagPart(value));
  return {
    project: { name: project },
    environment: environmentValues(environment),
    release: { ...values, version: part(release.version), tag: part(release.tag), branch: part(release.branch) },
  };
}

function environmentValues({ name, account, region, role }: Environment): Record<string, TemplateValue> {
  return { name, account, region, role };
}

function releaseValues({
  version,
  tag,
  branch,
  commit,
  shortCommit,
  commitTime,
}: Release): Record<string, TemplateValue> {
  return { version, tag, branch, commit, shortCommit, commitTime };
}

const sample: ScopeParts = {
  project: '',
  environment: { name: '', account: '', region: '', role: null, confirm: false },
  release: emptyRelease,
};

const noRelease = Object.fromEntries(
  Object.keys({ ...releaseValues(emptyRelease), imageTag: '' }).map((key) => [key, null]),
);

/** Scopes whose names are right and whose values are not: for checking templates before there is a release. */
export const sampleServiceScope: TemplateScope = serviceScope({ ...sample, service: '' });
export const sampleImageTagScope: TemplateScope = imageTagScope(sample);
