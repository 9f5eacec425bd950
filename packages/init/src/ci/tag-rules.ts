import type { LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import type { Deployment, PipelineRequest } from './deployment.ts';
import type { CiImage } from './find-images.ts';
import { imageTagOf } from './image-tag.ts';
import type { CiRef } from './refs.ts';

export interface TagRules {
  readonly rules: readonly ValueObject[];
  readonly left: readonly LeftOut[];
}

interface Rule {
  readonly ref: CiRef;
  readonly environments: Set<string>;
  readonly services: Set<string>;
}

const usual: CiRef = { kind: 'tag', pattern: /^v\d+\.\d+\.\d+$/ };

/** The refs that jobs run for as rules of what may go where. */
export function tagRulesOf(
  deployments: readonly Deployment[],
  images: readonly CiImage[],
  { branch }: Pick<PipelineRequest, 'branch'>,
): TagRules {
  const rules = new Map<string, Rule>();
  const left: LeftOut[] = [];
  for (const { job, environment, service } of deployments) {
    if (job.refs.length === 0)
      left.push({
        place: `${job.file}:${job.line}`,
        what: `job ${job.name}`,
        reason: 'it does not say which tags and branches it runs for: tags such as v1.2.3 are taken',
        instead: 'write your own tagRules in deploy.config.ts',
      });
    for (const ref of job.refs.length === 0 ? [usual] : job.refs) {
      const key = ref.kind === 'tag' ? `tag ${ref.pattern}` : `branch ${ref.branch}`;
      const rule = rules.get(key) ?? { ref, environments: new Set(), services: new Set() };
      rule.environments.add(environment);
      rule.services.add(service);
      rules.set(key, rule);
    }
  }
  const { template, dropped } = imageTagOf([...new Set(images.flatMap(({ tags }) => tags))]);
  const branches = [...rules.values()].some(({ ref }) => ref.kind === 'branch');
  const all = new Set(deployments.map(({ service }) => service));
  const [first] = deployments;
  for (const tag of dropped.filter((each) => each !== '{{release.tag}}')) {
    left.push({
      place: `${first?.job.file ?? ''}:${first?.job.line ?? 1}`,
      what: `image tag ${tag}`,
      reason: /^(?:latest|stable|main|master)$/.test(tag)
        ? 'a tag that moves is not given to images: what runs is named by its digest'
        : 'images get the tag of their release',
      ...(branches && !/^\w+$/.test(tag)
        ? { instead: `images of branches get ${template}: imageTag of the rule` }
        : {}),
    });
  }
  return {
    rules: [...rules.values()].map(({ ref, environments, services }) => ({
      ...refOf(ref, { branch, template }),
      environments: [...environments],
      ...(services.size === all.size ? {} : { services: [...services] }),
    })),
    left,
  };
}

function refOf(
  ref: CiRef,
  { branch, template }: { readonly branch: string | null; readonly template: string },
): Record<string, Value> {
  if (ref.kind === 'tag') return { tag: ref.pattern };
  const name = ref.branch ?? noted(branch ?? 'main', 'The default branch.');
  return { branch: name, imageTag: template };
}
