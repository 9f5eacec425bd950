import { jsonText, type LogLine, plainLine } from '@funade/core';
import type { RichStyle } from './style.ts';

/** Tells lines of one task from those of another, in the order in which tasks are met. */
const colours = ['cyan', 'green', 'magenta', 'yellow', 'blue'] as const;

/** Renders lines of logs; each task keeps its colour. */
export interface LogLines {
  text(line: LogLine): string;
}

/** `2026-11-30T14:39:23.123Z api 0f3c91ab app  message`; of a message of several lines each has that before it. */
export function logLines(style: RichStyle): LogLines {
  const met = new Map<string, (typeof colours)[number]>();
  const colourOf = (task: string): ((text: string) => string) => {
    const colour = met.get(task) ?? colours[met.size % colours.length] ?? 'cyan';
    met.set(task, colour);
    return style[colour];
  };
  return {
    text({ at, service, task, container, message }) {
      const who = `${service} ${task === null ? 'unknown task' : task.slice(0, 8)} ${container}`;
      const before = `${style.dim(at)} ${colourOf(`${service} ${task}`)(plainLine(who))}`;
      return message
        .split('\n')
        .map((line) => `${before}  ${plainLine(line)}\n`)
        .join('');
    },
  };
}

/** The same for programs, one object on each line. */
export const logLinesJson: LogLines = { text: (line) => `${jsonText(line)}\n` };
