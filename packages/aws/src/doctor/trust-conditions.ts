import { isJsonObject, type Json, type JsonObject } from '@funade/core';

/** What a statement of a trust policy asks of tokens. */
export interface Trusting {
  /** `gitlab.com`. */
  readonly provider: string;
  /** `StringLike sub: project_path:acme/shop:*`, a line each. */
  readonly conditions: readonly string[];
  /** Whether it asks nothing of `sub` that keeps anybody out. */
  readonly open: boolean;
}

/** The statements of a trust policy that take identity tokens. */
export function trustConditions({ Statement }: JsonObject): readonly Trusting[] {
  return several(Statement)
    .filter(isJsonObject)
    .flatMap((statement) => {
      const principal = isJsonObject(statement.Principal ?? null) ? (statement.Principal as JsonObject) : {};
      const providers = several(principal.Federated).filter((each) => typeof each === 'string');
      if (statement.Effect !== 'Allow' || providers.length === 0) return [];
      return providers.map((arn) => trusting(arn.replace(/^.*:oidc-provider\//, ''), statement));
    });
}

function trusting(provider: string, { Condition }: JsonObject): Trusting {
  const operators = isJsonObject(Condition ?? null) ? Object.entries(Condition as JsonObject) : [];
  const asked = operators.flatMap(([operator, keys]) =>
    Object.entries(isJsonObject(keys ?? null) ? (keys as JsonObject) : {}).map(([key, value]) => ({
      operator,
      claim: key.replace(`${provider}:`, ''),
      values: several(value).map(String),
    })),
  );
  const subjects = asked.filter(({ claim }) => claim === 'sub');
  // A value of nothing but wildcards, an operator that also holds without the claim, and a negated one keep nobody out.
  const limits = subjects.some(
    ({ operator, values }) =>
      !/^ForAllValues:|IfExists$|Not/.test(operator) && values.every((value) => /[^*?]/.test(value)),
  );
  return {
    provider,
    conditions: asked.flatMap(({ operator, claim, values }) => values.map((value) => `${operator} ${claim}: ${value}`)),
    open: !limits,
  };
}

function several(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
