import type { LoggedRequest } from '@funade/sandbox';
import type { ProcessRecord, Recording } from '../model/recording.ts';
import { processHeader } from '../world/wire.ts';

const changes =
  /\.(?:UpdateService|CreateService|DeleteService|StopServiceDeployment|ContinueServiceDeployment|RunTask|StopTask|DeregisterTaskDefinition|PutTargets|UpdateSchedule|CreateSchedule)$/;

/** What a process changed that runs, or that others see: the calls that AWS carried out, also where it heard no answer. */
export function effectsOf(record: ProcessRecord, recording: Recording): readonly string[] {
  return callsOf(record, recording)
    .filter(wasDone)
    .filter(({ operation }) => changes.test(operation))
    .map(({ operation }) => operation);
}

/** The calls of a process. */
export function callsOf({ id }: ProcessRecord, { requests }: Recording): readonly LoggedRequest[] {
  return requests.filter(({ headers }) => headers[processHeader] === String(id));
}

/** Whether AWS has done what was asked, heard or not. */
export function wasDone({ error, response }: LoggedRequest): boolean {
  return error === null && response !== null;
}
