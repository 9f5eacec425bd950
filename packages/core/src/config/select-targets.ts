import type { Environment, Target, TargetId } from '../model/environment.ts';
import type { LookedUp, LookupCall } from '../model/lookup.ts';
import type { Override } from '../model/override.ts';
import { type Path, valueAt } from '../model/path-text.ts';
import type { Facts } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import type { Release } from '../model/release.ts';
import { loadLookedUp } from '../templates/looked-up-templates.ts';
import { isTemplate, renderLeaves } from '../templates/render-leaves.ts';
import { serviceScope, type TemplateScope } from '../templates/template-scope.ts';
import type { Templates } from '../templates/templates.ts';
import type { Admission } from './admit-ref.ts';
import { applyOverrides, type Overridden } from './apply-overrides.ts';
import type { Config, Service } from './config.ts';
import {
  configInvalid,
  noTargets,
  overrideUnused,
  serviceNotAdmitted,
  serviceNotInEnvironment,
  serviceUnknown,
} from './errors.ts';
import { findEnvironment } from './find-environment.ts';
import { parseOverride, type WrittenOverride } from './parse-override.ts';
import { mergedOptions, writtenPath } from './plugin-options.ts';
import { schemaProblems } from './schema-problems.ts';

export interface SelectRequest {
  readonly environment: string;
  /** Names of services from the command line. Default: every one that the tag rule admits. */
  readonly services?: readonly string[];
  /**
   * What the tag rules said; from `admitRef`. Null for a look at what stands there, whatever was shipped: every service,
   * and strings whose template needs a release stay as they are.
   */
  readonly admission: Pick<Admission, 'ref' | 'services' | 'release'> | null;
  /** `--set`, each as it was typed. Default: none. */
  readonly overrides?: readonly string[];
  /** Reads the facts of the plugins whose lookups these are. Called when a template calls one. Default: none is known. */
  readonly lookUp?: (calls: readonly LookupCall[]) => Promise<Facts>;
}

/** What a plan is made for. */
export interface Selection {
  readonly environment: Environment;
  /** In the order of the config. */
  readonly targets: readonly Target[];
  /** Services that would be deployed and have no settings for any plugin in this environment. */
  readonly skipped: readonly string[];
  /** What the templates of the targets looked up. */
  readonly lookups: LookedUp;
  /** What the command line sets in the options of the targets. */
  readonly overrides: readonly Override[];
}

/**
 * The targets of one environment: services that the ref deploys and the command line names, their options merged,
 * rendered and checked. Touches nothing but what `lookUp` reads.
 *
 * Throws `ENVIRONMENT_UNKNOWN`, `OVERRIDE_…`, `SERVICE_UNKNOWN`, `SERVICE_NOT_ADMITTED`, `SERVICE_NOT_IN_ENVIRONMENT`, `NO_TARGETS`,
 * `CONFIG_INVALID` (templates without a value, options that are wrong once rendered) and what `lookUp` throws.
 */
export async function selectTargets(config: Config, request: SelectRequest): Promise<Selection> {
  const environment = findEnvironment(config, request.environment);
  const names = selectNames(config, request);
  const present = names.filter((name) => isPresent(config, name, environment.name));
  // A list in a tag rule says what may be deployed; one name, from a tag or the command line, says what must be.
  const admitted = request.admission?.services ?? null;
  const asked = request.services ?? (admitted?.length === 1 ? admitted : null);
  const missing = asked?.find((name) => names.includes(name) && !present.includes(name));
  if (missing !== undefined) throw serviceNotInEnvironment(missing, environment.name);
  if (present.length === 0) throw noTargets(environment.name);
  const problems: Problem[] = [];
  const written = readOverrides(config, request.overrides ?? [], present);
  const drafts = present.map((name) =>
    overridden(draftOf(config, { name, environment, release: request.admission?.release ?? null }), {
      written,
      environment,
      plugins: config.plugins,
    }),
  );
  const { templates, lookups } = await loadLookedUp(
    drafts.map(({ options, scope }) => ({ document: options, scope })),
    { plugins: config.plugins, ...(request.lookUp === undefined ? {} : { lookUp: request.lookUp }) },
  );
  const standing = request.admission === null;
  const targets: Target[] = [];
  for (const draft of drafts)
    targets.push(await targetOf(draft, { plugins: config.plugins, templates, environment, standing, problems }));
  if (problems.length > 0) throw configInvalid(config.file, problems);
  const overrides = drafts.flatMap((draft) => draft.overrides);
  return { environment, targets, skipped: names.filter((name) => !present.includes(name)), lookups, overrides };
}

function selectNames(config: Config, { services, admission }: SelectRequest): readonly string[] {
  const all = Object.keys(config.services);
  const admitted = admission?.services ?? all;
  for (const name of services ?? []) {
    if (!all.includes(name)) throw serviceUnknown(name, all);
    if (admission !== null && !admitted.includes(name)) throw serviceNotAdmitted(name, admission.ref, admitted);
  }
  return all.filter((name) => admitted.includes(name) && (services === undefined || services.includes(name)));
}

/** Throws `OVERRIDE_UNREADABLE`, `SERVICE_UNKNOWN` and `OVERRIDE_UNUSED`. */
function readOverrides(
  config: Config,
  texts: readonly string[],
  present: readonly string[],
): readonly WrittenOverride[] {
  const written = texts.map((text) => parseOverride(text, Object.keys(config.services)));
  const stranger = written.find(({ service }) => !present.includes(service));
  if (stranger !== undefined) throw overrideUnused(stranger.text, stranger.service, present);
  return written;
}

function overridden(
  draft: Draft,
  {
    written,
    environment,
    plugins,
  }: {
    readonly written: readonly WrittenOverride[];
    readonly environment: Environment;
    readonly plugins: readonly Plugin[];
  },
): Draft & Overridden {
  const { name } = draft.service;
  const own = written.filter(({ service }) => service === name);
  const id: TargetId = `${name}@${environment.name}`;
  return { ...draft, ...applyOverrides(own, { id, options: draft.options, plugins }) };
}

function isPresent(config: Config, name: string, environment: string): boolean {
  const service = config.services[name];
  return (
    service !== undefined &&
    config.plugins.some((plugin) => mergedOptions(service, plugin.name, environment) !== undefined)
  );
}

/** A target whose templates are not rendered. */
interface Draft {
  readonly service: Service;
  readonly scope: TemplateScope;
  /** Merged, by plugin name. */
  readonly options: Readonly<Record<string, unknown>>;
}

function draftOf(
  { project, plugins, services }: Config,
  {
    name,
    environment,
    release,
  }: { readonly name: string; readonly environment: Environment; readonly release: Release | null },
): Draft {
  const service = services[name] ?? { name, options: {}, environments: {}, defaults: {} };
  const scope = serviceScope({ project, environment, release, service: name });
  const options: Record<string, unknown> = {};
  for (const plugin of plugins) {
    const merged = plugin.options === null ? undefined : mergedOptions(service, plugin.name, environment.name);
    if (merged !== undefined) options[plugin.name] = merged;
  }
  return { service, scope, options };
}

interface TargetContext {
  readonly plugins: readonly Plugin[];
  readonly environment: Environment;
  readonly templates: Templates | null;
  /** There is no release: what only a release could say is left open. */
  readonly standing: boolean;
  readonly problems: Problem[];
}

function needsRelease(leaf: unknown, templates: Templates | null): boolean {
  return isTemplate(leaf) && templates?.names(leaf, 'release') === true;
}

async function targetOf({ service, scope, options }: Draft, context: TargetContext): Promise<Target> {
  const { plugins, environment, problems, templates, standing } = context;
  const id: TargetId = `${service.name}@${environment.name}`;
  const rendered: Record<string, unknown> = {};
  for (const { name, options: schema } of plugins) {
    if (schema === null || !Object.hasOwn(options, name)) continue;
    const found: Problem[] = [];
    rendered[name] = await renderLeaves(options[name], scope, {
      path: [name],
      problems: found,
      ...(templates === null ? {} : { templates }),
    });
    // Without a release only what is no template any more can be wrong.
    const open = (path: Path): boolean => standing && isTemplate(valueAt(rendered[name], path));
    const told = standing ? found.filter(({ path }) => !needsRelease(valueAt(options, path), templates)) : found;
    if (told.length === 0) told.push(...schemaProblems(schema, rendered[name], { at: [name], ignore: open }));
    problems.push(
      ...told.map(({ path, message }) => ({ path: writtenPath(service, environment.name, path), message })),
    );
  }
  return { id, service: service.name, options: rendered };
}
