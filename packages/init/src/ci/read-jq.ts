import { leaves, type Meaning, means } from './model.ts';

const operand = '("[^"]*"|\\$\\w+)';
/** `.containerDefinitions[0].image = $IMAGE`. */
const byIndex = new RegExp(`containerDefinitions\\s*\\[(\\d*)\\]\\s*\\.image\\s*\\|?=\\s*${operand}`, 's');
/** `select(.name == "app") … .image = $IMAGE`, `if .name == $name then .image = $IMAGE`. */
const byName = new RegExp(
  `\\.name\\s*==\\s*${operand}\\s*(?:\\)|then).*?\\.?image"?\\s*\\)?\\s*\\|?[=:]\\s*${operand}`,
  's',
);

/** What a filter of jq says of the containers of a task definition. Null: the command is not jq. */
export function readJq(words: readonly string[]): Meaning | null {
  if (!/(?:^|\/)jq$/.test(words[0] ?? '')) return null;
  const { filter, variables } = argumentsOf(words.slice(1));
  const value = (text: string): string | null => {
    const [, name] = /^\$(\w+)$/.exec(text) ?? [];
    return name === undefined ? text.slice(1, -1) : (variables.get(name) ?? null);
  };
  const none = { environment: {}, secrets: {} };
  const [, name, image] = byName.exec(filter) ?? [];
  const container = name === undefined ? null : value(name);
  if (container !== null && image !== undefined)
    return means({ kind: 'container', container, image: value(image), ...none });
  const [, index, ofIndex] = byIndex.exec(filter) ?? [];
  if (index !== undefined && ofIndex !== undefined)
    return means({ kind: 'container', container: Number(index), image: value(ofIndex), ...none });
  if (/\bimage\b/.test(filter) && /[^=!<>]=[^=]/.test(filter))
    return leaves('which container gets the image is not understood', 'write ecs.container');
  if (/[^=!<>]=[^=]/.test(filter))
    return leaves('what it changes is not carried over', 'write it under ecs.containers, or in the task definition');
  return leaves('what AWS answers is read by Funade itself');
}

const withValue = new Set(['arg', 'argjson', 'slurpfile', 'rawfile', 'argfile']);

interface JqArguments {
  readonly filter: string;
  readonly variables: ReadonlyMap<string, string>;
}

function argumentsOf(words: readonly string[]): JqArguments {
  const variables = new Map<string, string>();
  let filter: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (withValue.has(word.replace(/^--/, ''))) {
      variables.set(words[at + 1] ?? '', words[at + 2] ?? '');
      at += 2;
    } else if (!word.startsWith('-')) filter ??= word;
  }
  return { filter: filter ?? '.', variables };
}
