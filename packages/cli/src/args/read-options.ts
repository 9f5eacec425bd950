import type { PruneOptions } from '@funade/core';
import { InvalidArgumentError } from 'commander';
import type { RevisionOptions } from '../model/invocation.ts';
import type {
  CommonOptions,
  PlanOptions,
  ReporterName,
  RunOptions,
  StandingOptions,
  WaitOptions,
} from '../model/options.ts';

/** Options as commander hands them over. */
export interface Written {
  readonly tag?: string;
  readonly service?: readonly string[];
  readonly set?: readonly string[];
  readonly changedSince?: string;
  readonly config?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly exitCode?: boolean;
  readonly showSecrets?: boolean;
  readonly color?: boolean;
  readonly allowDirty?: boolean;
  readonly allowDowngrade?: boolean;
  readonly adoptImage?: boolean;
  readonly force?: boolean;
  readonly reporter?: ReporterName;
  readonly concurrency?: number;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  readonly seed?: string;
  readonly port?: number;
  readonly speed?: number;
  readonly expiresIn?: number;
  readonly endpoint?: string;
  readonly limit?: number;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly stopped?: boolean;
  readonly task?: string;
  readonly container?: string;
  readonly since?: number;
  readonly filter?: string;
  readonly follow?: boolean;
  readonly rollback?: boolean;
  readonly prune?: boolean;
  readonly keep?: number;
  readonly images?: boolean;
  readonly deleteInactive?: boolean;
  readonly revision?: Readonly<Record<string, string>>;
  readonly waitUntil?: string;
  readonly watch?: boolean;
  readonly wait?: boolean;
  readonly count?: number;
  readonly detach?: boolean;
  readonly environment?: string;
}

/** The options of every command, defaults filled in. */
export function commonOptions(written: Written): CommonOptions {
  const trace = written.debug === true ? 'bodies' : written.verbose === true ? 'calls' : null;
  return { color: written.color !== false, json: written.json === true, trace };
}

/** What a plan is made from, defaults filled in. */
export function planOptions(environment: string, written: Written): PlanOptions {
  return {
    ...commonOptions(written),
    environment,
    config: written.config ?? null,
    tag: written.tag ?? null,
    services: written.service ?? [],
    overrides: written.set ?? [],
    changedSince: written.changedSince ?? null,
    allow: {
      dirty: written.allowDirty === true,
      downgrade: written.allowDowngrade === true,
      adoptImage: written.adoptImage === true,
      force: written.force === true,
    },
  };
}

/** What a prune lets go, defaults filled in. */
export function pruneOptions({ keep, images, deleteInactive }: Written): PruneOptions {
  return { keep: keep ?? 10, images: images === true, deleteInactive: deleteInactive === true };
}

/** Which revisions that are there already are to run; null: none, a release is. */
export function revisionOptions({ to, revision, rollback }: Written): RevisionOptions | null {
  if (to === undefined && revision === undefined && rollback !== true) return null;
  return { intent: rollback === true ? 'rollback' : 'deploy', to: to ?? null, each: revision ?? {} };
}

/** Whose deployments are meant, defaults filled in. */
export function standingOptions(environment: string, written: Written): StandingOptions {
  return {
    ...commonOptions(written),
    environment,
    config: written.config ?? null,
    services: written.service ?? [],
  };
}

/** How far rollouts are waited for; null: as the config says. */
export function waitOptions({ wait, waitUntil }: Written): WaitOptions {
  return { until: wait === false ? 'started' : (waitUntil ?? null) };
}

/** How a plan is run, defaults filled in. */
export function runOptions(written: Written): RunOptions {
  return {
    ...commonOptions(written),
    reporter: written.reporter ?? 'auto',
    concurrency: written.concurrency ?? null,
    yes: written.yes === true,
    quiet: written.quiet === true,
  };
}

/** `a,b` and `--service a --service b` mean the same. */
export function names(value: string, before: readonly string[] = []): readonly string[] {
  const found = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length === 0) throw new InvalidArgumentError('it lists no names');
  return [...before, ...found];
}

/** What `--to` names. A variable that a script left empty must not pass for a version. */
export function releaseName(value: string): string {
  if (value.trim() === '')
    throw new InvalidArgumentError('it must be a version or a revision, such as v1.2.0 or shop-api:12');
  return value.trim();
}

/** `api=12,web=shop-web:7` and `--revision api=12 --revision web=shop-web:7` mean the same. */
export function revisionNames(
  value: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const pairs = value.split(',').map((pair) => {
    const [, service, revision] = /^\s*([^=\s]+)=([\w-]+:[1-9]\d*|[1-9]\d*)\s*$/.exec(pair) ?? [];
    if (service === undefined || revision === undefined) {
      throw new InvalidArgumentError('it must be a service and a revision, such as api=12 or api=shop-api:12');
    }
    return [service, revision];
  });
  return { ...before, ...Object.fromEntries(pairs) };
}

/** Settings with values, one a line where a variable holds several. */
export function settings(value: string, before: readonly string[] = []): readonly string[] {
  const found = value.split(/\r?\n/).filter((line) => line.trim() !== '');
  const wrong = found.find((line) => !/^[^=]+=/.test(line));
  if (found.length === 0 || wrong !== undefined)
    throw new InvalidArgumentError('it must be a setting and its value: api.desiredCount=3');
  return [...before, ...found];
}

/** A port. */
export function portNumber(value: string): number {
  if (!/^\d+$/.test(value) || Number(value) > 65_535) throw new InvalidArgumentError('it must be from 0 to 65535');
  return Number(value);
}

/** 1, 2, 3, … */
export function countingNumber(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('it must be a whole number of at least 1');
  return Number(value);
}

/** Any number above 0. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError('it must be a number above 0');
  return number;
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a time span: `10m`, `90s`, `1h30m`, `2d`. */
export function timeSpan(value: string): number {
  const parts = [...value.matchAll(/(\d{1,6})([smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    throw new InvalidArgumentError('it must be a time span such as 10m, 90s, 1h30m or 2d');
  }
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (secondsOf[unit] ?? 0), 0);
}
