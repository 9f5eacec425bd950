export { selectChanged } from './changes/select-changed.ts';
export { admitRef } from './config/admit-ref.ts';
export type { Config } from './config/config.ts';
export { findEnvironment } from './config/find-environment.ts';
export { configJsonSchema } from './config/json-schema.ts';
export type { PluginOffer } from './config/load-plugins.ts';
export { parseConfig } from './config/parse-config.ts';
export { selectTargets } from './config/select-targets.ts';
export type { ArrayIdentities } from './diff/array-identity.ts';
export { pathParts } from './diff/change-path.ts';
export { diffJson } from './diff/diff-json.ts';
export { diffThreeWay } from './diff/diff-three-way.ts';
export { looksSecret } from './diff/looks-secret.ts';
export { maskBody } from './diff/mask-change.ts';
export { maskText } from './diff/mask-text.ts';
export { nameLooksSecret } from './diff/secret-name.ts';
export { ageText } from './model/age-text.ts';
export * from './model/artifact.ts';
export type { ChangedSince } from './model/changes.ts';
export type { Check, VerifyInput } from './model/check.ts';
export { type ChosenRevision, isRollback, type RevisionDoubt } from './model/chosen-revision.ts';
export { type Clock, steadyClock, systemClock } from './model/clock.ts';
export { commentLine } from './model/comment-line.ts';
export { formatDuration, parseDuration } from './model/duration.ts';
export { durationText } from './model/duration-text.ts';
export type { Environment, Target, TargetId } from './model/environment.ts';
export {
  DeployError,
  type DeployErrorOptions,
  type ErrorInfo,
  errorInfo,
  isDeployError,
  toDeployError,
} from './model/error.ts';
export { eventsSchema, type RunEvent } from './model/event.ts';
export { exactJsonText, isExactNumber, parseExactJson } from './model/exact-json.ts';
export type { ExecRequest, ExecSession } from './model/exec.ts';
export type { DiagnoseRequest, Finding } from './model/finding.ts';
export type { FoundImage, ImageExpiry } from './model/found-image.ts';
export type { HandRun, HandRunListener, HandRunRequest, HandRunTask } from './model/hand-run.ts';
export type { DeploymentEnd, HistoryRequest, PastDeployment, PastTask, TargetHistory } from './model/history.ts';
export { canonicalJson, isJsonObject, type Json, type JsonObject, sameJson } from './model/json.ts';
export { jsonFault } from './model/json-fault.ts';
export type { Lineage, Relation, RunningCommit } from './model/lineage.ts';
export type { LogLine, LogListener, LogsRequest } from './model/logs.ts';
export type { Lookup, LookupCall, LookupResult } from './model/lookup.ts';
export { nearestName, suggest } from './model/nearest.ts';
export {
  emptyOperation,
  type OperationFragment,
  type OperationName,
  type OperationPlan,
  type OperationRequest,
  type ScaleWanted,
  type StandingRequest,
} from './model/operation.ts';
export type { OptionFile, ParsedOption } from './model/option-file.ts';
export type { Outcome } from './model/outcome.ts';
export type { Override } from './model/override.ts';
export { partitionOf } from './model/partition-of.ts';
export {
  type DeployPermission,
  definePermissions,
  type Permission,
  type PermissionArtifact,
  type PermissionGroup,
  type PermissionNeeds,
  type PermissionsRequest,
  type PluginPermissions,
  permissionGroups,
  type ResourceGrant,
  type RoleNeeds,
} from './model/permission.ts';
export { escapeJson, jsonText, plainJson } from './model/plain-json.ts';
export { escapeControls, plainLastLine, plainLine, plainText, withoutCommands } from './model/plain-text.ts';
export { type Plan, type PlannedTarget, planFormat, type RunnablePlan } from './model/plan.ts';
export {
  emptyFragment,
  type FailurePolicy,
  type Note,
  type PlanFragment,
  type VersionChange,
  type Warning,
} from './model/plan-fragment.ts';
export type { PlannedRequest } from './model/planned-request.ts';
export {
  type Allowances,
  type AskedStop,
  defineOperations,
  definePlugin,
  type ExamineRequest,
  type Plugin,
  type PluginReference,
  type PluginRequest,
  type PluginTarget,
} from './model/plugin.ts';
export type { Problem } from './model/problem.ts';
export {
  definePruning,
  type PluginPruning,
  type PruneFragment,
  type PruneOptions,
  type PruneRequest,
} from './model/prune.ts';
export { quoteWords } from './model/quote-words.ts';
export { type Random, systemRandom } from './model/random.ts';
export { isRef, type Ref, ref, refsIn } from './model/ref.ts';
export { regionDoubt, regionProblem } from './model/region-problem.ts';
export { emptyRelease, type Release } from './model/release.ts';
export type {
  Report,
  StepReport,
  TargetReport,
} from './model/report.ts';
export type { ReportedRun, Reporter } from './model/reporter.ts';
export { type ResourceKey, resourceKey } from './model/resource-key.ts';
export {
  type ClaimedRef,
  createResources,
  type Resources,
  type RunContext,
  type TracedCall,
} from './model/run-context.ts';
export { Secret } from './model/secret.ts';
export type { EventsRequest, ServiceEvent, TargetEvents } from './model/service-events.ts';
export type {
  Drift,
  RunningDeployment,
  RunningImage,
  StagedRollout,
  StandingState,
  TargetStatus,
} from './model/status.ts';
export {
  type Change,
  defineStep,
  type EarlierStep,
  isEarlier,
  type PlannedStep,
  type Step,
  type StepContext,
  type StepDefinition,
  type StepEffect,
  type StepId,
  type Subject,
} from './model/step.ts';
export type { TargetTasks, TaskInfo, TasksRequest } from './model/tasks.ts';
export { trailingCommaLine } from './model/trailing-comma.ts';
export type { Transport } from './model/transport.ts';
export type { TurnContext } from './model/turn.ts';
export { assemblePlan, planId } from './plan/assemble-plan.ts';
export { type CreatePlanRequest, createPlan } from './plan/create-plan.ts';
export { observeFacts, observeLookups } from './plan/observe.ts';
export { shownOverride } from './plan/override-notes.ts';
export { parsePlan } from './plan/parse-plan.ts';
export { planInTurn } from './plan/plan-in-turn.ts';
export { plannedRequests } from './plan/planned-requests.ts';
export { refuseStalePlan } from './plan/refuse-stale-plan.ts';
export { refuseTamperedPlan } from './plan/refuse-tampered-plan.ts';
export { renderDocuments } from './plan/render-documents.ts';
export { type PlanRequest, requestOf } from './plan/request.ts';
export { rollbackPlan } from './plan/rollback-plan.ts';
export { verifyTargets } from './plan/verify-targets.ts';
export type { GitRef } from './release/git-facts.ts';
export { formatVersionChange, semanticVersion, versionStep } from './release/version-order.ts';
export { applyPlan } from './run/apply-plan.ts';
export { applyWithRollback } from './run/apply-with-rollback.ts';
export { type ChosenRun, chooseRun } from './run/choose-run.ts';
export { type Earlier, earlierSteps, openOutcomes } from './run/earlier.ts';
export { interrupted } from './run/errors.ts';
export { errorExitCode, reportExitCode, signalExitCode } from './run/exit-code.ts';
export { type JournaledRun, type PastRun, pastRuns } from './run/past-run.ts';
export { redactError } from './run/redact-event.ts';
export { refuseOutdated } from './run/refuse-outdated.ts';
export { reduceReport } from './run/report.ts';
export { runState } from './run/run-state.ts';
export { stepsLeft } from './run/steps-left.ts';
export { type Reporters, reporterFailed, tellReporters } from './run/tell-reporters.ts';
export { checkNeededImages } from './standing/check-needed-images.ts';
export { createOperation } from './standing/create-operation.ts';
export { createPrune } from './standing/create-prune.ts';
export { findRevisions, type RevisionsWanted } from './standing/find-revisions.ts';
export { openExec } from './standing/open-exec.ts';
export { readEvents } from './standing/read-events.ts';
export { findingOf, readFindings } from './standing/read-findings.ts';
export { readHistory } from './standing/read-history.ts';
export { readLogs } from './standing/read-logs.ts';
export { readPermissions } from './standing/read-permissions.ts';
export { readStatus } from './standing/read-status.ts';
export { readTasks } from './standing/read-tasks.ts';
export { refuseTamperedOperation } from './standing/refuse-tampered-operation.ts';
export { type ReleaseEnd, releaseEnd } from './standing/release-standing.ts';
export { runByHand } from './standing/run-by-hand.ts';
export { renderSettings } from './templates/render-settings.ts';
