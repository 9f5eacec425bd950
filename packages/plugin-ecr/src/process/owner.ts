import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process, so that no other one is taken for it. */
export interface Owner {
  readonly pid: number;
  /** When it began, as the system counts; `0` where that cannot be read. */
  readonly start: string;
  /** The machine or container that its number counts in. */
  readonly place: string;
}

const form = /^funade-(\d+)\.([0-9a-z]+)\.([0-9a-f]{8})-[^/]+$/;

/** How the name of a temporary folder of a process begins. */
export function folderPrefix({ pid, start, place }: Owner): string {
  return `funade-${pid}.${start}.${place}-`;
}

/** The process that a temporary folder belongs to; null for what is none of ours. */
export function ownerOfFolder(name: string): Owner | null {
  const [, pid, start, place] = form.exec(name) ?? [];
  return pid === undefined || start === undefined || place === undefined ? null : { pid: Number(pid), start, place };
}

/** This process, and the number of its user where users have numbers. */
export interface OwnProcess extends Owner {
  readonly user: number | null;
}

/** This process. */
export async function thisProcess(): Promise<OwnProcess> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return {
    pid: process.pid,
    start: await startOf(process.pid),
    place: short(`${hostname()} ${namespace}`),
    user: process.getuid?.() ?? null,
  };
}

/** Whether the process still runs. A number that another process has by now is not it. */
export async function isRunning({ pid, start }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await startOf(pid);
  return now === '0' || start === '0' || now === start;
}

/** Linux counts from the start of the machine, so that belongs to it. Source: proc_pid_stat(5), field 22. */
async function startOf(pid: number): Promise<string> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? '0' : `${short(boot)}${Number(ticks).toString(36)}`;
  } catch {
    return '0';
  }
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
