import type { StepId } from '@funade/core';
import type { Output } from '../model/io.ts';
import type { LogSections } from './log-sections.ts';

/** Shows what steps write as it comes, in sections of a CI's log: one stretch of one step in each. */
export interface LiveSections {
  write(from: { readonly id: StepId; readonly title: string; readonly at: number }, text: string): void;
  /** Ends the section that is open, before anything else is written. */
  close(at: number): void;
}

export function liveSections(sections: LogSections, output: Output): LiveSections {
  const begun = new Set<StepId>();
  let open: { readonly id: StepId; readonly name: string } | null = null;
  let count = 0;
  const close = (at: number): void => {
    if (open !== null) output.command(sections.close(open.name, at));
    open = null;
  };
  return {
    write({ id, title, at }, text) {
      if (open?.id !== id) {
        close(at);
        count += 1;
        const name = `funade_${id.replace(/\W+/g, '_')}_${count}`;
        output.command(sections.open(name, at, `output of: ${title}${begun.has(id) ? ' (continued)' : ''}`));
        begun.add(id);
        open = { id, name };
      }
      output.write(`| ${text}\n`);
    },
    close,
  };
}
