import type { ThirdParty } from './third-party.ts';

/**
 * What is bundled and under which licence, for people, with the texts. Without versions, which the bill of materials in each
 * package has: so it changes only when something comes or goes.
 */
export function renderThirdParty(packages: readonly ThirdParty[]): string {
  const licenses = new Map(packages.map(({ name, license }) => [name, license]));
  const texts = new Map<string, string[]>();
  for (const { name, license, licenseText } of packages) {
    const text = licenseText ?? `${license}, as its package.json says; the package holds no text of it.`;
    const names = texts.get(text) ?? [];
    if (!names.includes(name)) texts.set(text, [...names, name]);
  }
  return `# What is bundled

The published packages have these packages inside. \`npm run build\` writes this file; \`dist/sbom.cdx.json\` in each package is
its bill of materials, with versions.

| package | licence |
| --- | --- |
${[...licenses].map(([name, license]) => `| \`${name}\` | ${license} |`).join('\n')}

${[...texts].map(([text, names]) => `## ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\``).join('\n\n')}
`;
}
