/** A string or a comment, which stays, or a placeholder outside of them. */
const parts =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<[A-Za-z_][\w .-]*>|\$\{[A-Za-z_]\w*\}|__[A-Za-z]\w*?__/g;

/** JSON with placeholders that stand where a number does, `"cpu": ${CPU}`, in quotes, so that it can be read. */
export function quotePlaceholders(text: string): string {
  return text.replace(parts, (part) => (/^[<$_]/.test(part) ? `"${part}"` : part));
}
