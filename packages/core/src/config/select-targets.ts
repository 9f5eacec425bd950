import type { Plugin } from '../plan/plugin.ts';
import type { Admission } from './admit-ref.ts';
import type { Config, Service } from './config.ts';
import type { Environment, Target, TargetId } from './environment.ts';
import { configInvalid, noTargets, serviceNotAdmitted, serviceNotInEnvironment, serviceUnknown } from './errors.ts';
import { findEnvironment } from './find-environment.ts';
import { mergedOptions, writtenPath } from './plugin-options.ts';
import type { Problem } from './problem.ts';
import { holdsTemplate, renderLeaves } from './render-leaves.ts';
import { schemaProblems } from './schema-problems.ts';
import { serviceScope, type TemplateScope } from './template-scope.ts';
import { loadTemplates, type Templates } from './templates.ts';

export interface SelectRequest {
  readonly environment: string;
  /** Names of services from the command line. Default: every one that the tag rule admits. */
  readonly services?: readonly string[];
  /** What the tag rules said; from `admitRef`. */
  readonly admission: Pick<Admission, 'ref' | 'services' | 'release'>;
}

/** What a plan is made for. */
export interface Selection {
  readonly environment: Environment;
  /** In the order of the config. */
  readonly targets: readonly Target[];
  /** Services that would be deployed and have no settings for any plugin in this environment. */
  readonly skipped: readonly string[];
}

/**
 * The targets of one environment: services that the ref deploys and the command line names, their options merged,
 * rendered and checked. Touches nothing.
 *
 * Throws `ENVIRONMENT_UNKNOWN`, `SERVICE_UNKNOWN`, `SERVICE_NOT_ADMITTED`, `SERVICE_NOT_IN_ENVIRONMENT`, `NO_TARGETS`
 * and `CONFIG_INVALID` (templates without a value, options that are wrong once rendered).
 */
export async function selectTargets(config: Config, request: SelectRequest): Promise<Selection> {
  const environment = findEnvironment(config, request.environment);
  const names = selectNames(config, request);
  const present = names.filter((name) => isPresent(config, name, environment.name));
  // A list in a tag rule says what may be deployed; one name, from a tag or the command line, says what must be.
  const asked = request.services ?? (request.admission.services?.length === 1 ? request.admission.services : null);
  const missing = asked?.find((name) => names.includes(name) && !present.includes(name));
  if (missing !== undefined) throw serviceNotInEnvironment(missing, environment.name);
  if (present.length === 0) throw noTargets(environment.name);
  const problems: Problem[] = [];
  const services = present.flatMap((name) => config.services[name] ?? []);
  const templates = services.some(holdsAnyTemplate) ? await loadTemplates() : null;
  const targets: Target[] = [];
  for (const service of services) {
    const scope = serviceScope({
      project: config.project,
      environment,
      release: request.admission.release,
      service: service.name,
    });
    targets.push(await targetOf(service, { plugins: config.plugins, environment, scope, templates, problems }));
  }
  if (problems.length > 0) throw configInvalid(config.file, problems);
  return { environment, targets, skipped: names.filter((name) => !present.includes(name)) };
}

function selectNames(config: Config, { services, admission }: SelectRequest): readonly string[] {
  const all = Object.keys(config.services);
  const admitted = admission.services ?? all;
  for (const name of services ?? []) {
    if (!all.includes(name)) throw serviceUnknown(name, all);
    if (!admitted.includes(name)) throw serviceNotAdmitted(name, admission.ref, admitted);
  }
  return all.filter((name) => admitted.includes(name) && (services === undefined || services.includes(name)));
}

function isPresent(config: Config, name: string, environment: string): boolean {
  const service = config.services[name];
  return (
    service !== undefined &&
    config.plugins.some((plugin) => mergedOptions(service, plugin.name, environment) !== undefined)
  );
}

function holdsAnyTemplate({ options, environments }: Service): boolean {
  return holdsTemplate(options) || holdsTemplate(environments);
}

interface TargetContext {
  readonly plugins: readonly Plugin[];
  readonly environment: Environment;
  readonly scope: TemplateScope;
  readonly templates: Templates | null;
  readonly problems: Problem[];
}

async function targetOf(service: Service, context: TargetContext): Promise<Target> {
  const { environment, problems } = context;
  const id: TargetId = `${service.name}@${environment.name}`;
  const options: Record<string, unknown> = {};
  for (const plugin of context.plugins) {
    if (plugin.options === null) continue;
    const merged = mergedOptions(service, plugin.name, environment.name);
    if (merged === undefined) continue;
    const found: Problem[] = [];
    const rendered = await renderLeaves(merged, context.scope, {
      path: [plugin.name],
      problems: found,
      ...(context.templates === null ? {} : { templates: context.templates }),
    });
    if (found.length === 0) found.push(...schemaProblems(plugin.options, rendered, { at: [plugin.name] }));
    options[plugin.name] = rendered;
    problems.push(
      ...found.map(({ path, message }) => ({ path: writtenPath(service, environment.name, path), message })),
    );
  }
  return { id, service: service.name, options };
}
