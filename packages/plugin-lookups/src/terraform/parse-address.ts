/** A part of an address: a name behind a dot, or a key in brackets. */
export type AddressPart =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'key'; readonly key: string | number };

/** What an address points at. */
export type Address =
  | { readonly kind: 'output'; readonly name: string; readonly path: readonly AddressPart[] }
  | {
      readonly kind: 'resource';
      /** As the state writes it: `module.network["a"].module.subnets`; null for the root module. */
      readonly module: string | null;
      readonly mode: 'managed' | 'data';
      readonly type: string;
      readonly name: string;
      /** Key of the instance, when one is written behind the name, then the attribute. */
      readonly path: readonly AddressPart[];
    };

/**
 * An address as Terraform writes it, with an attribute behind it; null when it is none.
 * https://developer.hashicorp.com/terraform/cli/state/resource-addressing
 */
export function parseAddress(text: string): Address | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const [first, second] = parts;
  if (nameOf(first) === 'output') {
    const name = nameOf(second);
    return name === null ? null : { kind: 'output', name, path: parts.slice(2) };
  }
  const { module, rest } = takeModules(parts);
  const mode = nameOf(rest[0]) === 'data' ? 'data' : 'managed';
  const [type, name, ...path] = mode === 'data' ? rest.slice(1) : rest;
  const [typeName, ownName] = [nameOf(type), nameOf(name)];
  const attribute = path.some(({ kind }) => kind === 'name');
  if (typeName === null || ownName === null || !attribute) return null;
  return { kind: 'resource', module, mode, type: typeName, name: ownName, path };
}

/** `[0]`, `["a"]`. */
export function keyText(key: string | number): string {
  return `[${JSON.stringify(key)}]`;
}

/** Parts as they are written behind something else: `[0].id`. */
export function pathText(path: readonly AddressPart[]): string {
  return path.map((part) => (part.kind === 'name' ? `.${part.name}` : keyText(part.key))).join('');
}

/** A name, or a key in brackets: a number, or a text in quotes. */
const partPattern = /(?:(?:^|(?<!^)\.)([\p{L}_][\p{L}\p{N}_-]*))|(?:\[(\d+)\])|(?:\[("(?:[^"\\]|\\.)*")\])/guy;

function partsOf(text: string): readonly AddressPart[] | null {
  const parts: AddressPart[] = [];
  let end = 0;
  for (const match of text.matchAll(partPattern)) {
    const [whole, name, index, quoted] = match;
    end = match.index + whole.length;
    if (name !== undefined) parts.push({ kind: 'name', name });
    else if (index !== undefined) parts.push({ kind: 'key', key: Number(index) });
    else parts.push({ kind: 'key', key: unquoted(quoted ?? '""') });
  }
  return end === text.length && parts.length > 0 ? parts : null;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

function takeModules(parts: readonly AddressPart[]): {
  readonly module: string | null;
  readonly rest: readonly AddressPart[];
} {
  let rest = parts;
  let module = '';
  while (nameOf(rest[0]) === 'module' && nameOf(rest[1]) !== null) {
    const key = rest[2]?.kind === 'key' ? rest[2] : null;
    module += `${module === '' ? '' : '.'}module.${nameOf(rest[1])}${key === null ? '' : keyText(key.key)}`;
    rest = rest.slice(key === null ? 2 : 3);
  }
  return { module: module === '' ? null : module, rest };
}

function nameOf(part: AddressPart | undefined): string | null {
  return part?.kind === 'name' ? part.name : null;
}
