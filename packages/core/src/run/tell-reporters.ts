import { toDeployError } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import type { Report } from '../model/report.ts';
import type { ReportedRun, Reporter } from '../model/reporter.ts';

/**
 * Reporters that are told one after the other, in all passes of a command. One that fails is told nothing more, and keeps
 * nothing from the others; each call returns what is to be said of those that have failed in it.
 */
export interface Reporters {
  start(run: ReportedRun): readonly string[];
  event(event: RunEvent): readonly string[];
  end(): Promise<readonly string[]>;
  report(report: Report): Promise<readonly string[]>;
}

/** Tells several reporters. */
export function tellReporters(reporters: readonly Reporter[]): Reporters {
  const listening = new Set(reporters);
  const drop = (reporter: Reporter, error: unknown): string => {
    listening.delete(reporter);
    return reporterFailed(reporter.name, error);
  };
  const each = (tell: (reporter: Reporter) => void): readonly string[] => {
    const faults: string[] = [];
    for (const reporter of listening) {
      try {
        tell(reporter);
      } catch (error) {
        faults.push(drop(reporter, error));
      }
    }
    return faults;
  };
  const all = async (tell: (reporter: Reporter) => void | Promise<void>): Promise<readonly string[]> => {
    const told = [...listening].map(async (reporter) => {
      try {
        await tell(reporter);
        return [];
      } catch (error) {
        return [drop(reporter, error)];
      }
    });
    return (await Promise.all(told)).flat();
  };
  return {
    start: (run) => each((reporter) => reporter.start?.(run)),
    event: (event) => each((reporter) => reporter.event?.(event)),
    end: () => all((reporter) => reporter.end?.()),
    report: (report) => all((reporter) => reporter.report?.(report)),
  };
}

/** What is said of a reporter that failed. */
export function reporterFailed(name: string, error: unknown): string {
  const { message } = toDeployError(error);
  return `reporter ${name} failed and receives no more events: ${message}`;
}
