export { type Clock, systemClock } from './clock.ts';
export { type Admission, admitRef } from './config/admit-ref.ts';
export type { Config, Service } from './config/config.ts';
export type { Environment, Target, TargetId } from './config/environment.ts';
export { findEnvironment } from './config/find-environment.ts';
export { configJsonSchema } from './config/json-schema.ts';
export type { LoadPluginsOptions, PluginOffer } from './config/load-plugins.ts';
export { suggest } from './config/nearest.ts';
export { type ParseConfigOptions, parseConfig } from './config/parse-config.ts';
export { renderSettings } from './config/render-settings.ts';
export { type Selection, type SelectRequest, selectTargets } from './config/select-targets.ts';
export type { TagRule } from './config/tag-rules.ts';
export {
  DeployError,
  type DeployErrorOptions,
  type ErrorCategory,
  type ErrorInfo,
  errorInfo,
  isDeployError,
  toDeployError,
} from './error.ts';
export { type ExactNumber, exactJsonText, isExactNumber, parseExactJson } from './exact-json.ts';
export { canonicalJson, isJsonObject, type Json, type JsonObject, sameJson } from './json.ts';
export type { ArrayIdentities, ArrayIdentity } from './plan/array-identity.ts';
export type { Artifact, ImageArtifact } from './plan/artifact.ts';
export { type AssembleOptions, assemblePlan, planId } from './plan/assemble-plan.ts';
export type { Check, VerifyInput } from './plan/check.ts';
export { createOperation, type OperationWanted } from './plan/create-operation.ts';
export { type CreatePlanRequest, createPlan } from './plan/create-plan.ts';
export { diffFacts, type FactChange } from './plan/diff-facts.ts';
export { diffJson } from './plan/diff-json.ts';
export { diffThreeWay, type ThreeStates } from './plan/diff-three-way.ts';
export { looksSecret, type NamedValue, nameLooksSecret } from './plan/looks-secret.ts';
export type { LookedUp, Lookup, LookupCall, LookupResult } from './plan/lookup.ts';
export { maskChange } from './plan/mask-change.ts';
export { observeFacts, observeLookups } from './plan/observe.ts';
export {
  emptyOperation,
  type OperationFragment,
  type OperationName,
  type OperationPlan,
  type OperationRequest,
  type StandingRequest,
} from './plan/operation.ts';
export { type Palette, plainPalette } from './plan/palette.ts';
export { parsePlan } from './plan/parse-plan.ts';
export { type Facts, type Plan, type PlannedTarget, planFormat, type RunnablePlan } from './plan/plan.ts';
export { type PlanDiff, planDiff, planDiffSchema, type TargetDiff } from './plan/plan-diff.ts';
export type { PlanTotals } from './plan/plan-totals.ts';
export {
  type ImageView,
  type PlanView,
  planView,
  planViewSchema,
  type StepView,
  type TargetView,
} from './plan/plan-view.ts';
export { type PlannedRequest, type PlannedRequestsOptions, plannedRequests } from './plan/planned-requests.ts';
export {
  type Allowances,
  defineOperations,
  definePlugin,
  emptyFragment,
  type Gate,
  type Note,
  type PlanFragment,
  type Plugin,
  type PluginOperations,
  type PluginReference,
  type PluginRequest,
  type PluginTarget,
  type VersionChange,
  type Warning,
} from './plan/plugin.ts';
export { readStatus, type StatusWanted } from './plan/read-status.ts';
export { isRef, type Ref, ref, refsIn, resolveRefs } from './plan/ref.ts';
export { assertFresh, refuseStalePlan } from './plan/refuse-stale-plan.ts';
export { type CheckTotals, checksSchema, checkTotals, renderChecks, renderChecksJson } from './plan/render-checks.ts';
export { renderDiff, renderDiffJson } from './plan/render-diff.ts';
export { type RenderedDocument, renderDocuments, type ServiceDocument } from './plan/render-documents.ts';
export { planSummary, type RenderOptions, renderPlan } from './plan/render-plan.ts';
export { renderPlanJson } from './plan/render-plan-json.ts';
export { type MarkdownOptions, renderPlanMarkdown } from './plan/render-plan-markdown.ts';
export { renderRequests, renderRequestsJson, requestsSchema } from './plan/render-requests.ts';
export { type PlanRequest, pluginRequest, requestOf } from './plan/request.ts';
export { type RollbackOptions, rollbackPlan } from './plan/rollback-plan.ts';
export type {
  RunningDeployment,
  RunningImage,
  StandingState,
  TargetStatus,
} from './plan/status.ts';
export {
  type Change,
  defineStep,
  type Step,
  type StepContext,
  type StepDefinition,
  type StepId,
  type StepRequest,
  type StepSubject,
} from './plan/step.ts';
export { verifyTargets } from './plan/verify-targets.ts';
export { createResources, type Resources, type World } from './plan/world.ts';
export type { GitFacts, GitRef, RefOrigin } from './release/git-facts.ts';
export type { Release } from './release/release.ts';
export { formatVersionChange, semanticVersion, type VersionStep, versionStep } from './release/version-order.ts';
export { type ApplyOptions, applyPlan, defaultConcurrency } from './run/apply-plan.ts';
export { interrupted } from './run/errors.ts';
export type { RunEvent } from './run/event.ts';
export type { Outcome } from './run/outcome.ts';
export {
  type Report,
  type ReportFold,
  type RunWarning,
  reduceReport,
  type StepReport,
  type StepState,
  startReport,
  type TargetReport,
} from './run/report.ts';
export { doneSteps } from './run/resume.ts';
export { createRunId } from './run/run-id.ts';
export { findSecretShapes, type SecretShape } from './run/secret-shape.ts';
export { failedForAll, targetsToTakeBack } from './run/take-back.ts';
export { withWayBack } from './run/with-way-back.ts';
export { createSecrets, Secret, type Secrets } from './secret.ts';
