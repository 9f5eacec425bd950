/** Names of revisions of these families that a text contains, in whatever it writes them. */
export function revisionsIn(text: string, families: ReadonlySet<string>): readonly string[] {
  const named = [...text.matchAll(/[A-Za-z0-9_-]+:\d+/g)].map(([name]) => name);
  return [...new Set(named)].filter((name) => families.has(name.slice(0, name.indexOf(':'))));
}
