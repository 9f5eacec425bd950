import type { Json } from '@funade/core';

/** A Terraform state that has something at each of these addresses. */
export function standInState(addresses: readonly string[], valueFor: (name: string) => string): Json {
  const outputs: Record<string, { value: Json; type: 'dynamic' }> = {};
  const resources = new Map<string, StandInResource>();
  for (const address of addresses) {
    const parts = partsOf(address);
    const value = valueFor(String(parts.at(-1) ?? ''));
    if (parts[0] === 'output') {
      const name = String(parts[1]);
      outputs[name] = { value: valueAtPath(outputs[name]?.value, parts.slice(2), value), type: 'dynamic' };
    } else putResource(resources, parts, value);
  }
  return {
    version: 4,
    terraform_version: '1.9.0',
    serial: 1,
    lineage: 'stand-in',
    outputs,
    resources: [...resources.values()] as unknown as Json,
  };
}

interface StandInResource {
  readonly module?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly instances: { readonly index_key?: string | number; attributes: Json }[];
}

type Part = string | number;

function putResource(resources: Map<string, StandInResource>, parts: readonly Part[], value: string): void {
  let rest = parts;
  let module = '';
  while (rest[0] === 'module') {
    const key = isKey(rest[2]) ? rest[2] : undefined;
    module += `${module === '' ? '' : '.'}module.${rest[1]}${key === undefined ? '' : `[${JSON.stringify(keyOf(key))}]`}`;
    rest = rest.slice(key === undefined ? 2 : 3);
  }
  const mode = rest[0] === 'data' ? 'data' : 'managed';
  const [type = '', name = '', ...path] = mode === 'data' ? rest.slice(1) : rest;
  const id = `${module}/${mode}/${type}/${name}`;
  const resource: StandInResource = resources.get(id) ?? {
    ...(module === '' ? {} : { module }),
    mode,
    type: String(type),
    name: String(name),
    instances: [],
  };
  resources.set(id, resource);
  const key = isKey(path[0]) ? keyOf(path[0]) : undefined;
  let instance = resource.instances.find(({ index_key }) => index_key === key);
  if (instance === undefined) {
    instance = { ...(key === undefined ? {} : { index_key: key }), attributes: {} };
    resource.instances.push(instance);
  }
  instance.attributes = valueAtPath(instance.attributes, key === undefined ? path : path.slice(1), value);
}

/** Keys in brackets are told from names by the bracket. */
function partsOf(address: string): readonly Part[] {
  return [...address.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, name]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? `[${quoted}` : (name ?? ''),
  );
}

function isKey(part: Part | undefined): part is Part {
  return typeof part === 'number' || part?.startsWith('[') === true;
}

function keyOf(part: Part): Part {
  return typeof part === 'number' ? part : (JSON.parse(part.slice(1)) as string);
}

function valueAtPath(root: Json | undefined, path: readonly Part[], value: string): Json {
  const [head, ...tail] = path;
  if (head === undefined) return value;
  if (typeof head === 'number') {
    const list = Array.isArray(root) ? [...root] : [];
    list[head] = valueAtPath(list[head], tail, value);
    return Array.from(list, (item) => item ?? null);
  }
  const object =
    typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Record<string, Json>) : {};
  const key = String(keyOf(head));
  return { ...object, [key]: valueAtPath(object[key], tail, value) };
}
