export { configAt } from './config-at.ts';
export { gitChanges } from './git-changes.ts';
export { gitHistory } from './git-history.ts';
export {
  type Journal,
  type JournalReporter,
  journalReporter,
} from './journal-file.ts';
export { loadConfig } from './load-config.ts';
export { loadRuns } from './load-runs.ts';
export { loadUnfinished } from './load-unfinished.ts';
export { isOwnFile } from './own-files.ts';
export { loadPlan, savePlan } from './plan-file.ts';
export { readRelease } from './read-release.ts';
export { readRemote } from './read-remote.ts';
export { type ChildEnd, runChild } from './run-child.ts';
export { type RunResult, runFile } from './run-file.ts';
export { stateFolder } from './state-folder.ts';
export { tellUnset } from './unset-variables.ts';
