import type { Style } from '../render/style.ts';
import { breakLine } from '../render/wrap-text.ts';
import { explanationOf } from './explanations.ts';

/** What is told of codes is wrapped and painted like this. */
interface Page {
  readonly style: Pick<Style, 'dim'>;
  /** Columns of the terminal; 0 when unknown. */
  readonly width: number;
}

/**
 * Where to read on about errors, in a line; empty where there is nothing more to say. What was typed or written wrong
 * (exit 2) is mended by its hint alone, and so is an interruption. The first two different codes are named.
 */
export function moreText(codes: readonly string[], { style, width }: Page): string {
  const known = [...new Set(codes)].filter(saysMore).slice(0, 2);
  if (known.length === 0) return '';
  const lines = breakLine(`  more: ${known.map((code) => `funade explain ${code}`).join(', ')}`, '    ', width);
  return `${lines.join('\n').replace('more:', (label) => style.dim(label))}\n`;
}

function saysMore(code: string): boolean {
  const exit = explanationOf(code)?.exit ?? 2;
  return exit !== 2 && exit !== 130 && !mended.has(code);
}

/** Codes whose message and hint say everything. */
const mended: ReadonlySet<string> = new Set(['ABORTED', 'INTERNAL']);
