export {
  type Journal,
  type JournalContent,
  type JournalReporter,
  journalPath,
  journalReporter,
  loadJournal,
  parseJournal,
  startJournal,
} from './journal-file.ts';
export { type LoadConfigOptions, type LoadedConfig, loadConfig } from './load-config.ts';
export { type LoadUnfinishedOptions, loadUnfinished } from './load-unfinished.ts';
export { isOwnFile } from './own-files.ts';
export { loadPlan, savePlan } from './plan-file.ts';
export { type ReadReleaseOptions, readRelease } from './read-release.ts';
export { type RunOptions, type RunResult, runFile } from './run-file.ts';
export { stateFolder } from './state-folder.ts';
