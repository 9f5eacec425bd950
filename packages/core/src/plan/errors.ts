import { DeployError } from '../model/error.ts';

/** Plugins made a plan that cannot run. `plugins`: those whose fault it is. */
export const brokenPlan = (plugins: readonly string[], reason: string): DeployError => {
  const who = plugins.length > 1 ? `plugins ${plugins.join(' and ')}` : `plugin ${plugins[0] ?? 'unknown'}`;
  return new DeployError('PLAN_BROKEN', `${who} made a plan that cannot run: ${reason}`, {
    category: 'internal',
    details: { plugins },
    hint: 'this is a fault of the plugin; please report it with the line above',
  });
};

/** A plugin observed what its own schema does not allow. */
export const badFacts = (plugin: string, reason: string): DeployError =>
  new DeployError('FACTS_INVALID', `plugin ${plugin} read facts that it does not understand: ${reason}`, {
    category: 'internal',
    hint: 'this is a fault of the plugin; please report it with the lines above',
  });

/** What a service wrote for a plugin is not what the plugin accepts. */
export const badOptions = (path: string, reason: string): DeployError =>
  new DeployError('OPTIONS_INVALID', `${path} is not what the plugin accepts: ${reason}`, {
    category: 'usage',
    hint: 'correct it in the config; `deploy.config.example.ts` documents every option',
  });

/** A file is not a plan. */
export const planInvalid = (source: string, reason: string): DeployError =>
  new DeployError('PLAN_INVALID', `${source} is not a plan: ${reason}`, {
    category: 'usage',
    hint: 'make one with `funade plan <environment> --out plan.json`',
  });

/** A file holds what a command printed about a plan, which leaves out what apply needs. */
export const planShownNotSaved = (source: string, schema: string): DeployError =>
  new DeployError('PLAN_SHOWN', `${source} is what \`--json\` prints (${schema}), not a plan that can be applied`, {
    category: 'usage',
    hint: 'save a plan with `funade plan <environment> --out plan.json`',
  });

/** A plan of a format that this version does not read. */
export const planFormatUnknown = (source: string, found: unknown, known: number): DeployError =>
  new DeployError(
    'PLAN_FORMAT',
    `${source} has format ${JSON.stringify(found) ?? 'none'}, and this version reads format ${known}`,
    { category: 'usage', hint: 'make the plan again with this version, or apply it with the version that made it' },
  );

/** The content of a plan does not hash to its id. */
export const planChanged = (source: string, id: string, found: string): DeployError =>
  new DeployError(
    'PLAN_CHANGED',
    `${source} was changed after it was made: its id is ${id.slice(0, 12)}, its content is ${found.slice(0, 12)}`,
    { category: 'usage', hint: 'make the plan again; a plan is applied as it was shown or not at all' },
  );

/** What the plan was made from is no longer so. Values stay out of the message: facts may hold what is not for logs. */
export const planStale = (
  environment: string,
  {
    paths,
    told,
    goesBack = false,
  }: { readonly paths: readonly string[]; readonly told: readonly string[]; readonly goesBack?: boolean },
): DeployError => {
  const shown = told.slice(0, 5).join(', ');
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return new DeployError('PLAN_STALE', `the facts the plan was made from have changed: ${shown}${more}`, {
    category: 'refused',
    details: { paths },
    hint: `make the plan again: funade plan ${environment}${goesBack ? ' --rollback' : ''} --out plan.json`,
  });
};

/** What a plan would do does not follow from what it says it was made from. */
export const planTampered = (differing: readonly string[], cause?: unknown): DeployError => {
  const shown = differing.slice(0, 5).join(', ');
  const more = differing.length > 5 ? ` and ${differing.length - 5} more` : '';
  const what = differing.length === 0 ? 'no plan follows from them' : `${shown}${more}`;
  return new DeployError('PLAN_TAMPERED', `the plan does not follow from its own facts: ${what}`, {
    category: 'refused',
    details: { differing },
    hint: 'it was edited, or another version of Funade or of a plugin made it; make the plan again',
    ...(cause === undefined ? {} : { cause }),
  });
};

/** A plan has no such target. */
export const unknownTarget = (target: string, known: readonly string[]): DeployError =>
  new DeployError('PLAN_TARGET_UNKNOWN', `the plan has no target ${target}`, {
    category: 'usage',
    hint: known.length === 0 ? 'the plan has no targets' : `its targets are ${known.join(', ')}`,
  });

/** A plan file cannot be read. */
export const planUnreadable = (file: string, cause: unknown): DeployError =>
  new DeployError('PLAN_UNREADABLE', `cannot read the plan ${file}`, {
    category: 'usage',
    cause,
    hint: 'make one with `funade plan <environment> --out plan.json`',
  });

/** A plan file cannot be written. */
export const planUnwritable = (file: string, cause: unknown): DeployError =>
  new DeployError('PLAN_UNWRITABLE', `cannot write the plan ${file}`, {
    category: 'usage',
    cause,
    hint: 'give another path with --out',
  });

/** The file that a plan would be written to holds something else. */
export const planFileTaken = (file: string): DeployError =>
  new DeployError('PLAN_FILE_TAKEN', `${file} already exists and is not a plan`, {
    category: 'usage',
    hint: 'give another path with --out, or remove the file',
  });
