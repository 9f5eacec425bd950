import { durationText, plainLine, type TargetTasks, type TaskInfo } from '@funade/core';
import type { StatusPage } from './render-status.ts';
import { plain, type Style } from './style.ts';
import { renderTable, type TableRow } from './table.ts';
import { breakLine } from './wrap-text.ts';

const header = ['task', 'revision', 'release', 'state', 'health', 'zone', 'address', 'started', 'cpu', 'memory'];

/** The tasks of each target, a line each; below those that stopped, why. */
export function renderTasks(targets: readonly TargetTasks[], { now, style = plain, width = 0 }: StatusPage): string {
  const blocks = targets.map((target) => {
    const { service, place, note, desired, tasks } = target;
    const running = tasks.filter(({ status, stopping }) => status === 'RUNNING' && !stopping).length;
    const head = `${service}: ${place}, ${running} of ${desired} running`;
    const rows = tasks.map((task) => rowOf(task, { now, style }));
    const inner = width === 0 ? 0 : Math.max(1, width - 2);
    return [
      ...breakLine(plainLine(head), '  ', width),
      ...(note === null ? [] : breakLine(`  ${plainLine(note)}`, '    ', width)),
      ...(rows.length === 0 ? [] : renderTable({ header, rows }, { width: inner, style }).map((line) => `  ${line}`)),
    ].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function rowOf(task: TaskInfo, { now, style }: { readonly now: number; readonly style: Style }): TableRow {
  const { id, revision, release, status, stopping, health, zone, address, startedAt, cpu, memory, stop } = task;
  const state = `${status.toLowerCase()}${stopping && status === 'RUNNING' ? ', draining' : ''}`;
  const cells = [
    id,
    revision,
    release ?? '',
    state,
    health === 'UNKNOWN' ? '' : health.toLowerCase(),
    zone ?? '',
    address ?? '',
    startedAt === null ? '' : timeText(startedAt, now),
    cpu ?? '',
    memory ?? '',
  ].map(plainLine);
  return { cells, paint: paintOf(task, style), below: stop === null ? [] : stopLines(task, now) };
}

/** `stopped 2026-11-30 11:30 UTC (5 min ago): EssentialContainerExited, container.exit: …`, and a line for each container. */
function stopLines({ stop, containers }: TaskInfo, now: number): readonly string[] {
  if (stop === null) return [];
  const { at, code, cause, reason } = stop;
  const when = at === null ? 'stopping' : `stopped ${timeText(at, now)}`;
  const why = [code, cause, reason].filter((part) => part !== null && part !== '').join(', ');
  return [
    plainLine(why === '' ? when : `${when}: ${why}`),
    ...containers.flatMap(({ name, exitCode, health, reason: said }) => {
      const about = [
        ...(exitCode === null ? [] : [`exit code ${exitCode}`]),
        ...(health === 'UNHEALTHY' ? ['unhealthy'] : []),
        ...(said === null ? [] : [said]),
      ];
      return about.length === 0 ? [] : [plainLine(`container ${name}: ${about.join(', ')}`)];
    }),
  ];
}

function timeText(at: string, now: number): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC (${durationText(Math.max(0, now - Date.parse(at)))})`;
}

function paintOf({ health, stop, status }: TaskInfo, style: Style): (text: string) => string {
  if (stop !== null) return stop.cause === null ? style.dim : style.red;
  if (health === 'UNHEALTHY') return style.red;
  return status === 'RUNNING' ? (text) => text : style.yellow;
}
