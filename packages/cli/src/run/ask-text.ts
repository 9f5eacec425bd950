import type { Io } from '../model/io.ts';

/** One question with what holds when the answer is empty. */
export interface TextQuestion {
  readonly question: string;
  readonly otherwise: string;
  /** Why an answer will not do; null: it does. Default: each does. */
  readonly wrong?: (answer: string) => string | null;
}

/** Asks on the terminal until the answer will do. An empty one, and the end of the input, mean `otherwise`. */
export async function askText(
  { question, otherwise, wrong }: TextQuestion,
  io: Io,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    io.stderr.write(`${question}${otherwise === '' ? '' : ` [${otherwise}]`}: `);
    const line = await io.stdin.readLine(signal).catch((error: unknown) => {
      io.stderr.write('\n');
      throw error;
    });
    if (line === null) io.stderr.write('\n');
    const answer = line === null || line.trim() === '' ? otherwise : line.trim();
    const problem = wrong?.(answer) ?? null;
    if (problem === null || line === null) return answer;
    io.stderr.write(`  ${problem}\n`);
  }
}
