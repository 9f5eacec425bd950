import { durationText, plainLine, type RunningDeployment, type StandingState, type TargetStatus } from '@funade/core';
import { imageText } from './image-text.ts';
import { notesOf, stateText } from './standing-text.ts';
import { plain, type Style } from './style.ts';
import { padText, textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

const header = ['service', 'runs in', 'revision', 'image', 'running', 'since', 'state'] as const;

export interface StatusPage {
  readonly now: number;
  readonly style?: Style;
  /** Columns of the terminal; 0 when unknown. Default 0. */
  readonly width?: number;
}

/**
 * What runs where: a line for each image of each deployment, the newest deployment first. A table where there is room for
 * it, else a few lines for each service. Below it what is in progress, and what differs from the config.
 */
export function renderStatus(targets: readonly TargetStatus[], { now, style = plain, width = 0 }: StatusPage): string {
  const rows = targets.flatMap((target) =>
    rowsOf(target, now).map(({ cells, state }) => ({ cells: cells.map(plainLine), state })),
  );
  const widths = header.map((name, column) =>
    Math.max(textWidth(name), ...rows.map((row) => textWidth(row.cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => padText(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.map(({ cells, state }) => paint(state, line(cells), style));
  const notes = targets.flatMap((target) => notesOf(target, now).map((note) => `${target.id}: ${plainLine(note)}`));
  const table = widths.reduce((sum, column) => sum + column + 2, -2);
  if (width >= 20 && table > width) return renderBlocks(targets, { now, style, width });
  const told = notes.flatMap((note) => (width >= 20 ? wrapText(note, width) : [note]));
  return `${[style.dim(line(header)), ...lines, ...told].join('\n')}\n`;
}

/** A few lines for each service, for where a table would be torn apart. */
function renderBlocks(targets: readonly TargetStatus[], { now, style, width }: Required<StatusPage>): string {
  const indented = (text: string, indent: string): readonly string[] =>
    wrapText(plainLine(text), width - indent.length - 2).map(
      (line, index) => `${indent}${index === 0 ? '' : '  '}${line}`,
    );
  const blocks = targets.map((target) => {
    const { service, place, state, deployments } = target;
    const notes = notesOf(target, now).flatMap((note) => indented(note, '  '));
    const [head = '', ...more] = indented(`${service}: ${stateText(target)}, ${place}`, '');
    const lines = deployments.flatMap((deployment) => {
      const { revision, running, desired, role, images } = deployment;
      const leaving = role === 'old' ? ', draining' : '';
      const since = sinceText(deployment, now);
      const about = [
        `${revision}: ${running}/${desired} running${leaving}`,
        ...(since === '' ? [] : [`since ${since}`]),
      ];
      return [...indented(about.join(', '), '  '), ...images.flatMap((image) => indented(imageText(image), '    '))];
    });
    return [paint(state, head, style), ...more, ...lines, ...notes].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

interface Row {
  readonly cells: readonly string[];
  readonly state: StandingState;
}

function rowsOf(target: TargetStatus, now: number): readonly Row[] {
  const { service, place, state, deployments } = target;
  if (deployments.length === 0) return [{ cells: [service, place, '', '', '', '', stateText(target)], state }];
  return deployments.flatMap((deployment, order) => {
    const [first = '', ...more] = deployment.images.map(imageText);
    const about = order === 0 ? [service, place] : ['', ''];
    const word = deployment.role === 'old' ? 'draining' : stateText(target);
    const { running, desired, revision } = deployment;
    const cells = [...about, revision, first, `${running}/${desired}`, sinceText(deployment, now), word];
    return [{ cells, state }, ...more.map((image) => ({ cells: ['', '', '', image, '', '', ''], state }))];
  });
}

function sinceText({ since }: RunningDeployment, now: number): string {
  if (since === null) return '';
  return `${since.slice(0, 16).replace('T', ' ')} UTC (${durationText(Math.max(0, now - Date.parse(since)))})`;
}

function paint(state: StandingState, text: string, style: Style): string {
  if (state === 'steady') return text;
  return state === 'failed' || state === 'missing' ? style.red(text) : style.yellow(text);
}
