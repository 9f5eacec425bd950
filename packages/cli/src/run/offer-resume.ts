import { chooseRun, type Plan, plainLine } from '@funade/core';
import { loadRuns } from '@funade/core/node';
import type { Io } from '../model/io.ts';
import type { PlanSetting } from './make-plan.ts';

/** Journals that a deploy looks into: the run that it repeats is one of the last. */
const most = 10;

/** Says so when an earlier run of the very release has not ended, and how to take that up. Reads journals alone. */
export async function offerResume({ project, request }: PlanSetting, { stderr }: Io): Promise<void> {
  const { environment, release } = request;
  const runs = await loadRuns(project.state, request.project, most);
  const chosen = chooseRun(runs, { id: null, environment: environment.name });
  if (chosen === null || chosen.run.isOperation) return;
  const { id, plan } = chosen.run;
  const before = (plan as Plan).release;
  if (before.commit !== release.commit || before.imageTag !== release.imageTag) return;
  const name = plainLine(release.tag ?? release.imageTag);
  stderr.write(
    `run ${id} of ${name} to ${environment.name} has not ended: \`funade resume ${id}\` takes it up; this deploy plans anew and joins what is in progress\n`,
  );
}
