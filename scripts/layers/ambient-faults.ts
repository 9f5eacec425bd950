import { parseSync, Visitor } from 'oxc-parser';

/** A kind of access that only some files may have. */
export interface AmbientRule {
  /** What it reaches: `time`. */
  readonly what: string;
  /** What to do about it. */
  readonly instead: string;
  /**
   * `Date.now` is a member, `setTimeout` a call, `new Date` a construction without arguments, `process` any member of it,
   * and `node:crypto#randomBytes` an import; also where they are reached through `globalThis`.
   */
  readonly names: readonly string[];
  /** Who may, from the root of the repository. */
  readonly files: readonly string[];
}

/** What a source file reaches that it may not, a line each: `packages/a/src/b.ts:3: Date.now: take a clock`. */
export function ambientFaults(file: string, text: string, rules: readonly AmbientRule[]): readonly string[] {
  const forbidden = rules.filter(({ files }) => !files.includes(file));
  if (!forbidden.some(({ names }) => names.some((name) => text.includes(firstWord(name))))) return [];
  const faults: string[] = [];
  for (const { name, start } of accessesIn(file, text)) {
    const rule = forbidden.find(({ names }) => names.includes(name));
    if (rule === undefined) continue;
    faults.push(`${file}:${text.slice(0, start).split('\n').length}: ${name}: ${rule.instead}`);
  }
  return faults;
}

function firstWord(name: string): string {
  return /[\w:/]+/.exec(name.replace('new ', ''))?.[0] ?? name;
}

interface Access {
  readonly name: string;
  readonly start: number;
}

function accessesIn(file: string, text: string): readonly Access[] {
  const { program } = parseSync(file, text);
  const found: Access[] = [];
  new Visitor({
    MemberExpression(node) {
      const path = memberPath(node);
      if (path === null) return;
      const [object = ''] = path.split('.');
      found.push({ name: object === 'process' ? object : path, start: node.start });
    },
    CallExpression({ callee, start }) {
      if (callee.type === 'Identifier') found.push({ name: callee.name, start });
      else if (callee.type === 'MemberExpression') found.push({ name: memberPath(callee) ?? '', start });
    },
    NewExpression({ callee, start, arguments: given }) {
      if (callee.type === 'Identifier' && given.length === 0) found.push({ name: `new ${callee.name}`, start });
    },
    VariableDeclarator({ init }) {
      if (init?.type === 'Identifier') found.push({ name: init.name, start: init.start });
    },
    ImportDeclaration({ source, specifiers, start, importKind }) {
      if (importKind === 'type') return;
      for (const specifier of specifiers) {
        const name = 'imported' in specifier && 'name' in specifier.imported ? specifier.imported.name : 'default';
        found.push({ name: `${source.value}#${name}`, start });
      }
    },
  }).visit(program);
  // A call of a member is seen twice.
  return found.filter(
    ({ name, start }, index) => !found.slice(0, index).some((f) => f.name === name && f.start === start),
  );
}

/** `Date.now` of `Date.now` and of `globalThis.Date.now`; null where it begins with something else than a name. */
function memberPath(node: unknown): string | null {
  const { type, name, object, property, computed } = node as {
    readonly type: string;
    readonly name?: string;
    readonly object?: unknown;
    readonly property?: { readonly name?: string };
    readonly computed?: boolean;
  };
  if (type === 'Identifier') return name ?? null;
  if (type !== 'MemberExpression' || computed === true) return null;
  const path = memberPath(object);
  if (path === null || property?.name === undefined) return null;
  return path === 'globalThis' ? property.name : `${path}.${property.name}`;
}
