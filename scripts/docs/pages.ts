import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../packages.ts';

/** A page of Markdown of this repository. */
export interface Page {
  /** Relative to the repository: `docs/tasks.md`. */
  readonly file: string;
  readonly text: string;
}

/** All pages that people read: the README, what is below `docs`, security, and those of examples. */
export function loadPages(): readonly Page[] {
  const files = globSync(['*.md', 'docs/**/*.md', 'examples/*/README.md', 'bench/*.md', 'packages/cli/README.md'], {
    cwd: root,
  });
  return files
    .filter((file) => file !== 'THIRD_PARTY.md')
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** A block of code in a page. */
export interface CodeBlock {
  readonly file: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  /** What stands behind the fence: `ts`, `sh`, `yaml`; empty where nothing does. */
  readonly language: string;
  readonly code: string;
}

/** The blocks of code of a page. Those in lists are taken out of their indentation. */
export function codeBlocks({ file, text }: Page): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: {
    readonly indent: string;
    readonly language: string;
    readonly line: number;
    readonly lines: string[];
  } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const [, indent = '', language = ''] = /^( *)```(.*)$/.exec(line) ?? [];
    const fence = /^ *```/.test(line);
    if (open === null) {
      if (fence) open = { indent, language: language.trim(), line: index + 2, lines: [] };
    } else if (fence) {
      blocks.push({ file, line: open.line, language: open.language, code: open.lines.join('\n') });
      open = null;
    } else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
  }
  return blocks;
}

/** The text of a page without its blocks of code. */
export function prose({ text }: Page): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** The anchors that a page has: its headings as GitHub and GitLab name them, and those that are written. */
export function anchorsOf(page: Page): ReadonlySet<string> {
  const text = prose(page);
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => headingAnchor(heading));
  const numbered = headings.map((anchor, index) => {
    const before = headings.slice(0, index).filter((other) => other === anchor).length;
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set([...numbered, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

/** `Where a **revision** comes from` is `where-a-revision-comes-from`. */
export function headingAnchor(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** A link of a page to something of this repository. */
export interface Link {
  readonly file: string;
  readonly target: string;
}

/** The links of a page that do not lead elsewhere. */
export function ownLinks(page: Page): readonly Link[] {
  const text = prose(page).replaceAll(/`[^`\n]*`(?!\])/g, '');
  return [...text.matchAll(/\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ file: page.file, target }));
}
