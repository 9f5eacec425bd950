import type { Io } from '../model/io.ts';

/** How a CI folds a part of its log. */
export interface LogSections {
  open(name: string, at: number, title: string): string;
  close(name: string, at: number): string;
}

const gitlab: LogSections = {
  open: (name, at, title) => `\u001b[0Ksection_start:${seconds(at)}:${name}[collapsed=true]\r\u001b[0K${title}\n`,
  close: (name, at) => `\u001b[0Ksection_end:${seconds(at)}:${name}\r\u001b[0K\n`,
};

const github: LogSections = {
  open: (_name, _at, title) => `::group::${title}\n`,
  close: () => '::endgroup::\n',
};

/** How the CI that we run in folds its log; null when it does not, or when there is none. */
export function logSections(env: Io['env']): LogSections | null {
  if (env.GITLAB_CI === 'true') return gitlab;
  if (env.GITHUB_ACTIONS === 'true') return github;
  return null;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
