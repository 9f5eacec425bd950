import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { root } from '../packages.ts';

/** What the sources say of a code. */
export interface CodeUse {
  /** The files that have it. */
  readonly files: readonly string[];
  /** Exit codes of the errors that have it; empty for a warning, and where it depends on how a run ended. */
  readonly exits: readonly number[];
}

/** Every code that an error or a warning of the command can have, from the sources. */
export function errorCodes(): ReadonlyMap<string, CodeUse> {
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test\.ts$|\/testing\/|^packages\/sandbox\//.test(file),
  );
  const found = new Map<string, CodeUse>();
  for (const file of files.sort()) {
    for (const [code, exits] of codesOf(file, readFileSync(join(root, file), 'utf8'))) {
      const before = found.get(code) ?? { files: [], exits: [] };
      found.set(code, { files: [...before.files, file], exits: [...new Set([...before.exits, ...exits])].sort() });
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A code, as far as its form tells: what a function is called with may be something of AWS. */
const form = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** The codes in a file, with their exit codes: of errors, of warnings, and those of what is told before errors can be shown. */
export function codesOf(file: string, text: string): ReadonlyMap<string, readonly number[]> {
  const codes = new Map<string, readonly number[]>();
  const add = (nodes: unknown, shape: RegExp, exit: number | null): void => {
    for (const code of textsOf(nodes).filter((each) => shape.test(each)))
      codes.set(code, [...new Set([...(codes.get(code) ?? []), ...(exit === null ? [] : [exit])])]);
  };
  visit(parseSync(file, text).program as unknown as Node, (node) => {
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'DeployError') {
      const [code, , options] = node.arguments as readonly Node[];
      add([code], anyForm, exitOf(options));
    }
    if (node.type === 'Property' && nameOf(node.key) === 'code') add([node.value], anyForm, null);
    if (node.type === 'VariableDeclarator' && nameOf(node.id) === 'code') add([node.init], form, null);
    if (node.type === 'CallExpression' && /warn(?:ing)?$/i.test(nameOf(node.callee))) add(node.arguments, form, null);
    if (node.type === 'CallExpression' && nameOf(node.callee) === 'failure') add(node.arguments, form, 1);
    if (file.endsWith('bin.ts') && (node.type === 'TemplateElement' || node.type === 'Literal')) {
      const told = /\(([A-Z]+(?:_[A-Z]+)+)\)(?:\n|$)/.exec(shownText(node))?.[1];
      if (told !== undefined) codes.set(told, []);
    }
  });
  return codes;
}

const anyForm = /^[A-Z][A-Z0-9_]+$/;

const exitsOfCategory: Readonly<Record<string, number>> = { usage: 2, refused: 8, interrupted: 130 };
const exitsOfOutcome: Readonly<Record<string, number>> = {
  'rolled-back': 3,
  superseded: 4,
  stopped: 5,
  'timed-out': 6,
  paused: 7,
  cancelled: 130,
};

/** The exit code that the options of an error stand for; null where it is known only when it happens. */
function exitOf(options: Node | undefined): number | null {
  const members = ((options?.properties ?? []) as readonly Node[]).filter(({ type }) => type === 'Property');
  const memberOf = (name: string): Node | undefined =>
    members.find(({ key }) => nameOf(key) === name)?.value as Node | undefined;
  for (const [name, exits] of [
    ['outcome', exitsOfOutcome],
    ['category', exitsOfCategory],
  ] as const) {
    const value = memberOf(name);
    if (value === undefined) continue;
    if (value.type !== 'Literal') return null;
    const exit = exits[String(value.value)];
    if (exit !== undefined) return exit;
  }
  return 1;
}

/** The texts that nodes stand for: a literal, or either side of a choice. */
function textsOf(nodes: unknown): readonly string[] {
  return (nodes as readonly (Node | null | undefined)[]).flatMap((node) => {
    if (node?.type === 'ConditionalExpression') return textsOf([node.consequent, node.alternate]);
    return node?.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [];
  });
}

function shownText(node: Node): string {
  const value = node.type === 'Literal' ? node.value : (node.value as { readonly cooked?: unknown }).cooked;
  return typeof value === 'string' ? value : '';
}

/** The name of an identifier, or of the member that is called. */
function nameOf(node: unknown): string {
  const { type, name, property } = node as Node;
  if (type === 'MemberExpression') return nameOf(property);
  return typeof name === 'string' ? name : '';
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string')
        visit(child as Node, see);
    }
  }
}
