const known = new Set([
  ...['dev', 'develop', 'development', 'stg', 'stage', 'staging', 'prd', 'prod', 'production'],
  ...['test', 'qa', 'uat', 'demo', 'preview', 'sandbox'],
]);

/** The environment that a name, or the path of a file, speaks of: its last word that is one. Null: none is. */
export function environmentIn(text: string): string | null {
  const words = text.toLowerCase().split(/[^a-z]+/);
  return words.findLast((word) => known.has(word)) ?? null;
}

/** A name without the words of environments: `prod-api` and `shop-prod-api` are `api` and `shop-api`. Null: nothing is left. */
export function withoutEnvironment(name: string): string | null {
  const words = name.split(/[-_./]+/).filter((word) => word !== '' && !known.has(word.toLowerCase()));
  return words.length === 0 ? null : words.join('-');
}

/** A name as the config takes it. */
export function validName(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 63);
}
