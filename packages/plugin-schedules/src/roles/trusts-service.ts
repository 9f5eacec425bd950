import { isJsonObject, type Json } from '@funade/core/author';

/**
 * Whether a role's trust policy lets a service of AWS have it. `document` is the URL-encoded JSON of GetRole's
 * `AssumeRolePolicyDocument`. Conditions are not weighed: they depend on the schedule.
 */
export function trustsService(document: string, service: string): boolean {
  const policy = parse(document);
  return statementsOf(policy).some(
    (statement) =>
      isJsonObject(statement) &&
      statement.Effect === 'Allow' &&
      listed(statement.Action).some((action) => /^(?:sts:(?:AssumeRole|\*)|\*)$/i.test(String(action))) &&
      (statement.Principal === '*' ||
        (isJsonObject(statement.Principal ?? null) &&
          listed((statement.Principal as { readonly Service?: Json }).Service).includes(service))),
  );
}

function statementsOf(policy: Json): readonly Json[] {
  return isJsonObject(policy) ? listed(policy.Statement) : [];
}

function listed(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

function parse(document: string): Json {
  try {
    return JSON.parse(decodeURIComponent(document));
  } catch {
    return null;
  }
}
