/** Names that a config may have, in the order in which they are looked for. */
export const configNames: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'json5', 'yaml', 'yml'].map(
  (ending) => `deploy.config.${ending}`,
);
