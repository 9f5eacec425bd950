import { isJsonObject, type LookupResult, looksSecret, suggest } from '@funade/core';
import { type Address, type AddressPart, keyText, parseAddress, pathText } from './parse-address.ts';
import type { StateInstance, StateResource, TerraformState } from './parse-state.ts';

/** What an address of a state is worth. Sensitive values have none, marked or by the look of them. */
export function readAddress(state: TerraformState, text: string): LookupResult {
  const address = parseAddress(text);
  if (address === null) return none(addressProblem(text));
  return address.kind === 'output' ? readOutput(state, address) : readResource(state, address);
}

/** What is wrong with a text that is no address. */
export function addressProblem(text: string): string {
  return `"${text}" is not the address of a value, such as output.vpc_id or aws_lb.main.arn; outputs of a module are not in the state`;
}

function readOutput({ outputs }: TerraformState, { name, path }: Address & { readonly kind: 'output' }): LookupResult {
  const known = outputs ?? {};
  const output = Object.hasOwn(known, name) ? known[name] : undefined;
  if (output === undefined) return none(`the state has no output "${name}"; ${suggest(name, Object.keys(known))}`);
  if (output.sensitive === true) return sensitive(`output.${name}`);
  return readPath(output.value, path, `output.${name}`);
}

function readResource({ resources }: TerraformState, address: Address & { readonly kind: 'resource' }): LookupResult {
  const all = resources ?? [];
  const wanted = resourceText({ ...address, module: address.module ?? undefined });
  const resource = all.find((each) => resourceText(each) === wanted);
  if (resource === undefined) return none(`the state has no ${wanted}; ${suggest(wanted, all.map(resourceText))}`);
  const live = resource.instances.filter(({ deposed }) => deposed === undefined);
  const [head, ...tail] = address.path;
  const keyed = live.some(({ index_key }) => index_key !== undefined);
  const key = head?.kind === 'key' ? head.key : undefined;
  const instance = live.find(({ index_key }) => index_key === key);
  if (instance === undefined) return none(instanceProblem(wanted, key, live));
  const path = keyed ? tail : address.path;
  const place = `${wanted}${keyed && key !== undefined ? keyText(key) : ''}`;
  if (isSensitive(instance, path)) return sensitive(`${place}${pathText(path)}`);
  return readPath(instance.attributes ?? {}, path, place);
}

function resourceText({ module, mode, type, name }: Pick<StateResource, 'module' | 'mode' | 'type' | 'name'>): string {
  return `${module === undefined ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function instanceProblem(place: string, key: string | number | undefined, live: readonly StateInstance[]): string {
  const keys = live.flatMap(({ index_key }) => (index_key === undefined ? [] : keyText(index_key)));
  if (keys.length === 0) return live.length === 0 ? `${place} has no instance` : `${place} has no instances with keys`;
  const shown = `${keys.slice(0, 20).join(', ')}${keys.length > 20 ? ', …' : ''}`;
  return key === undefined
    ? `${place} has several instances; name one of ${shown}`
    : `${place} has no instance ${keyText(key)}; available: ${shown}`;
}

/** Whether the path leads into what the provider or the configuration marked as sensitive. */
function isSensitive({ sensitive_attributes }: StateInstance, path: readonly AddressPart[]): boolean {
  const own = path.map((part) => (part.kind === 'name' ? part.name : String(part.key)));
  return (sensitive_attributes ?? []).some((marked) => {
    const steps = (Array.isArray(marked) ? marked : [marked]).map(({ value }) =>
      String(isJsonObject(value) ? value.value : value),
    );
    return steps.every((step, index) => own[index] === step);
  });
}

function readPath(root: unknown, path: readonly AddressPart[], place: string): LookupResult {
  let value = root;
  let at = place;
  let name = place.slice(place.lastIndexOf('.') + 1);
  for (const part of path) {
    const key = part.kind === 'name' ? part.name : part.key;
    const next = itemOf(value, key);
    if (next === undefined)
      return none(`${at} has no ${pathText([part]).replace(/^\./, '')}; ${itemsText(value, key)}`);
    value = next;
    at += pathText([part]);
    if (typeof key === 'string') name = key;
  }
  if (typeof value === 'object' && value !== null) return none(`${at} is not a single value; ${itemsText(value, '')}`);
  if (value === null || value === undefined || value === '') return none(`${at} has no value in the state`);
  if (looksSecret({ name, value: String(value) })) return sensitive(at);
  return { found: true, value: value as string | number | boolean };
}

function itemOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function itemsText(value: unknown, key: string | number): string {
  if (Array.isArray(value)) return value.length === 0 ? 'it is empty' : `it has [0] to [${value.length - 1}]`;
  return isJsonObject(value) ? suggest(String(key), Object.keys(value)) : 'it is a single value';
}

function sensitive(place: string): LookupResult {
  return none(
    `${place} is sensitive, and a plan contains what it looks up; keep it in SSM or Secrets Manager and give its ARN to the container's secrets`,
  );
}

function none(problem: string): LookupResult {
  return { found: false, problem };
}
