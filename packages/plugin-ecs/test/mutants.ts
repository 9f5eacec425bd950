import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { compileFunction } from 'node:vm';
import * as core from '@funade/core';
import { withoutOwnTags } from '../src/task-definition/revision-tags.ts';
import { otherDefinitions, sameDefinitions } from './normalise-cases.ts';

/** The rules of equality with one thing changed in their source. */
export interface Mutant {
  /** `34: sorted( → (`: the line, and what was changed into what. */
  readonly what: string;
  readonly source: string;
}

/** What is changed into what, one place at a time. */
const changes: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/^ {2}'\w+',$/gm, ''],
  [/(?<=\[)'\w+', |, '\w+'(?=\])/g, ''],
  [
    /\b(?:sorted|mapped|mappedOne|emptyMap|withoutDefaults|withoutEmpty|plainNumber|unitsOf|withPlainNumbers)(?=\()(?<!function \w+)/g,
    '((same) => same)',
  ],
  [/\S+ === \S+ \? undefined : /g, ''],
  [/^ +\w+: .*,$/gm, ''],
  [/===/g, '!=='],
  [/!==/g, '==='],
  [/&&/g, '||'],
  [/\|\|/g, '&&'],
  [/(?<=[=:?] |\()!(?=\w)/g, ''],
  [/\b\d+\b(?!\])/g, '77'],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/'(?:awsvpc|host|tcp|enabled|DISABLED|\/|secretOptions)'/g, "'mutant'"],
  [/\b(?:protocol|hostPort|rootDirectory|transitEncryption|interval|timeout|retries): /g, 'mutant: '],
  [/(?<=\/)i\b/g, ''],
  [/\\s\*/g, ''],
  [/(?<=\/)\^|\$(?=\/)/g, ''],
  [/\.trim\(\)/g, ''],
  [/Math\.round/g, ''],
  [/ \?\? [^,)\n]+(?=[,)\n])/g, ''],
  [/ < /g, ' > '],
  [/ <= /g, ' > '],
];

/** The source of the rules: the normaliser and the comparison. */
export async function rulesSource(): Promise<string> {
  const files = ['model/plain-numbers.ts', 'task-definition/normalise.ts', 'task-definition/same-task-definition.ts'];
  const texts = files.map((name) => readFile(new URL(`../src/${name}`, import.meta.url), 'utf8'));
  return (await Promise.all(texts)).join('');
}

/** Every mutant of the rules. Comments and imports are left alone. */
export function mutantsOf(source: string): readonly Mutant[] {
  const code = source.replace(/\/\*\*[\s\S]*?\*\/|\/\/.*|^import .*$/gm, (text) => text.replace(/[^\n]/g, ' '));
  return changes.flatMap(([pattern, replacement]) =>
    [...code.matchAll(pattern)].flatMap(({ index, 0: found }) => {
      const changed = `${code.slice(0, index)}${replacement}${code.slice(index + found.length)}`;
      const line = code.slice(0, index).split('\n').length;
      return changed === code
        ? []
        : [{ what: `${line}: ${found.trim()} → ${replacement || 'nothing'}`, source: changed }];
    }),
  );
}

/** Whether some case of the tables tells this source from the right one. */
export function isCaught(source: string): boolean {
  try {
    const same = compile(source);
    return (
      sameDefinitions.some(([, one, other]) => !same(one, other)) ||
      otherDefinitions.some(([, one, other]) => same(one, other))
    );
  } catch {
    return true;
  }
}

type Same = (one: core.JsonObject, other: core.JsonObject) => boolean;

function compile(source: string): Same {
  const plain = stripTypeScriptTypes(source)
    .replace(/^import .*$/gm, '')
    .replace(/^export /gm, '');
  const { canonicalJson, isExactNumber, isJsonObject } = core;
  const names = { canonicalJson, isExactNumber, isJsonObject, withoutOwnTags };
  const make = compileFunction(`${plain}; return sameTaskDefinition;`, Object.keys(names)) as (
    ...values: unknown[]
  ) => Same;
  return make(...Object.values(names));
}
