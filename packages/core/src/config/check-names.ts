import { isJsonObject } from '../model/json.ts';
import { suggest } from '../model/nearest.ts';
import { isRegExp, type Path, valueAt, valueText } from '../model/path-text.ts';
import type { Problem } from '../model/problem.ts';
import { regionProblem } from '../model/region-problem.ts';
import { tagPattern } from '../release/tag-pattern.ts';

/**
 * What is wrong with accounts, regions, roles, patterns, and names that refer to other parts of the config. Reads whatever
 * is well-formed and leaves shapes to the schema.
 */
export function checkNames(config: unknown): readonly Problem[] {
  const environments = entriesAt(config, ['environments']);
  const names = {
    environments: environments.map(([name]) => name),
    services: entriesAt(config, ['services']).map(([name]) => name),
  };
  return [
    ...emptiness(config),
    ...environments.flatMap(([name, value]) => checkEnvironment(name, value)),
    ...listAt(config, ['tagRules']).flatMap((rule, index) => checkRule(rule, { path: ['tagRules', index], ...names })),
    ...entriesAt(config, ['services']).flatMap(([name, service]) =>
      entriesAt(service, ['environments'])
        .filter(([environment]) => !names.environments.includes(environment))
        .map(([environment]) =>
          unknown(['services', name, 'environments', environment], {
            name: environment,
            kind: 'environment',
            names: names.environments,
          }),
        ),
    ),
  ];
}

function emptiness(config: unknown): readonly Problem[] {
  const empty = (path: Path, what: string): readonly Problem[] => {
    const value = valueAt(config, path);
    const none = Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
    return none ? [{ path, message: `there is no ${what}` }] : [];
  };
  return [
    ...empty(['environments'], 'environment'),
    ...empty(['tagRules'], 'rule, so every ref would be refused'),
    ...empty(['services'], 'service'),
  ];
}

function checkEnvironment(name: string, value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  const say = (key: string, message: string | null): void => {
    if (message !== null) problems.push({ path: ['environments', name, key], message });
  };
  const account = valueAt(value, ['account']);
  if (typeof account === 'string') say('account', accountProblem(account));
  const region = valueAt(value, ['region']);
  if (typeof region === 'string') say('region', regionProblem(region));
  const role = valueAt(value, ['role']);
  if (typeof role === 'string') say('role', roleProblem(role, account));
  return problems;
}

function accountProblem(account: string): string | null {
  return /^\d{12}$/.test(account) ? null : `${valueText(account)} is not an account id: twelve digits`;
}

function roleProblem(role: string, account: unknown): string | null {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(role);
  if (match === null) return `${valueText(role)} is not a role ARN, such as "arn:aws:iam::111111111111:role/deploy"`;
  if (typeof account !== 'string' || accountProblem(account) !== null || match[1] === account) return null;
  return `is a role of account ${match[1]}, but the environment's account is ${account}`;
}

interface RuleContext {
  readonly path: Path;
  readonly environments: readonly string[];
  readonly services: readonly string[];
}

function checkRule(rule: unknown, { path, environments, services }: RuleContext): readonly Problem[] {
  const tag = valueAt(rule, ['tag']);
  const branch = valueAt(rule, ['branch']);
  const problems: Problem[] = [];
  if (isJsonObject(rule) && (tag === undefined) === (branch === undefined)) {
    problems.push({
      path,
      message: tag === undefined ? 'needs a tag or a branch' : 'has both a tag and a branch; write two rules',
    });
  }
  if (tag === undefined && branch !== undefined && valueAt(rule, ['imageTag']) === undefined) {
    problems.push({
      path: [...path, 'imageTag'],
      message: 'is required for a branch, such as "{{release.branch}}-{{release.shortCommit}}"',
    });
  }
  problems.push(...checkPattern(tag, [...path, 'tag']), ...checkPattern(branch, [...path, 'branch']));
  const refer = (key: string, kind: string, names: readonly string[]): void => {
    for (const [index, name] of listAt(rule, [key]).entries()) {
      if (typeof name === 'string' && !names.includes(name))
        problems.push(unknown([...path, key, index], { name, kind, names }));
    }
  };
  refer('environments', 'environment', environments);
  refer('services', 'service', services);
  return problems;
}

function checkPattern(written: unknown, path: Path): readonly Problem[] {
  if (typeof written !== 'string' && !isRegExp(written)) return [];
  try {
    tagPattern(written, path.at(-1) === 'branch' ? 'branch' : 'tag');
    return [];
  } catch (error) {
    return [{ path, message: `is not a pattern: ${error instanceof Error ? error.message : String(error)}` }];
  }
}

interface Unknown {
  readonly name: string;
  readonly kind: string;
  readonly names: readonly string[];
}

function unknown(path: Path, { name, kind, names }: Unknown): Problem {
  return { path, message: `there is no ${kind} "${name}"; ${suggest(name, names)}` };
}

function entriesAt(document: unknown, path: Path): readonly (readonly [string, unknown])[] {
  const value = valueAt(document, path);
  return isJsonObject(value) ? Object.entries(value) : [];
}

function listAt(document: unknown, path: Path): readonly unknown[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value : [];
}
