import { type Environment, type Plan, sameJson } from '@funade/core';
import { planOfOtherEnvironment, planOfOtherProject } from '../model/errors.ts';
import type { Project } from './project.ts';

type Planned = Pick<Plan, 'project' | 'environment'>;

/** A plan is applied with the project and the environment that it was made for. Throws `PLAN_OTHER_PROJECT`, `PLAN_OTHER_ENVIRONMENT`. */
export function requireSameEnvironment(plan: Planned, { config }: Project): void {
  if (plan.project !== config.project) throw planOfOtherProject(plan.project, config.project);
  const { name } = plan.environment;
  const now = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  if (now === undefined) throw planOfOtherEnvironment(name, []);
  const all = Object.keys({ ...plan.environment, ...now }) as (keyof Environment)[];
  const keys = all.filter((key) => !sameJson(now[key] ?? null, plan.environment[key] ?? null));
  if (keys.length > 0) throw planOfOtherEnvironment(name, keys);
}
