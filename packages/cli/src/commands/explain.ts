import { explainedCodes, explanationOf, explanations } from '../explain/explanations.ts';
import { endText, renderCodes, renderExplanation } from '../explain/render-explanation.ts';
import { codeUnknown } from '../model/errors.ts';
import { exitText } from '../model/exit-texts.ts';
import type { ExplainOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { pageUrl } from '../model/pages.ts';
import { breakLine } from '../render/wrap-text.ts';

/** `funade explain`: what a code means and what to do about it. */
export function explain({ code, json }: ExplainOptions, io: Pick<Io, 'stdout'>): number {
  if (code === null) {
    const all = explanations.flatMap(({ codes }) => Object.entries(codes));
    io.stdout.write(json ? `${JSON.stringify(Object.fromEntries(all))}\n` : wrapped(renderCodes(), io.stdout.columns));
    return 0;
  }
  if (/^\d{1,3}$/.test(code)) return explainExit(Number(code), { json, io });
  const explanation = explanationOf(code);
  if (explanation === null) throw codeUnknown(code, explainedCodes());
  const name = code.toUpperCase();
  const { means, mend, page, exit } = explanation;
  const facts = { code: name, exit, ends: endText(explanation), means, mend, page: pageUrl(page) };
  io.stdout.write(
    json ? `${JSON.stringify(facts)}\n` : wrapped(renderExplanation(name, explanation), io.stdout.columns),
  );
  return 0;
}

function explainExit(exit: number, { json, io }: { readonly json: boolean; readonly io: Pick<Io, 'stdout'> }): number {
  const text = exitText(exit);
  if (text === null) throw codeUnknown(String(exit), explainedCodes());
  const page = pageUrl('rollouts.md#exit-codes');
  io.stdout.write(
    json ? `${JSON.stringify({ exit, ends: text, page })}\n` : `exit ${exit}: ${text}\n\nmore: ${page}\n`,
  );
  return 0;
}

function wrapped(text: string, columns: number): string {
  const width = Math.min(columns, 100);
  return text
    .split('\n')
    .flatMap((line) => breakLine(line, line.startsWith('  ') ? '      ' : '', width))
    .join('\n');
}
