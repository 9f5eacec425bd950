/**
 * The parts of a change's path: `containerDefinitions[app].environment[MODE]` has four. A name in brackets stands as it
 * is, or as a JSON text where it would be unclear.
 */
export function pathParts(path: string): readonly string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|[^.[\]]+/g)].map(([text, quoted, bare]) =>
    quoted !== undefined ? unquoted(quoted) : (bare ?? text),
  );
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
