// What whoever writes a plugin needs, and nothing that costs time to load: a config imports it.
export * from './model/artifact.ts';
export type { Check, VerifyInput } from './model/check.ts';
export type { Clock } from './model/clock.ts';
export type { Environment, TargetId } from './model/environment.ts';
export {
  DeployError,
  type DeployErrorOptions,
  type ErrorCategory,
  type ErrorInfo,
  isDeployError,
} from './model/error.ts';
export type { RunEvent } from './model/event.ts';
export type { DiagnoseRequest, Finding } from './model/finding.ts';
export { isJsonObject, type Json, type JsonObject, sameJson } from './model/json.ts';
export type { Lookup, LookupCall, LookupResult } from './model/lookup.ts';
export { suggest } from './model/nearest.ts';
export {
  emptyOperation,
  type OperationFragment,
  type OperationName,
  type OperationRequest,
  type StandingRequest,
} from './model/operation.ts';
export type { OptionFile, ParsedOption } from './model/option-file.ts';
export type { Outcome } from './model/outcome.ts';
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
export type { PlannedTarget, RunnablePlan } from './model/plan.ts';
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
  type BesideRequest,
  defineOperations,
  definePlugin,
  type Plugin,
  type PluginOperations,
  type PluginReference,
  type PluginRequest,
  type PluginTarget,
} from './model/plugin.ts';
export type { Problem } from './model/problem.ts';
export { isRef, type Ref, ref } from './model/ref.ts';
export type { Release } from './model/release.ts';
export type { Report, RunWarning, StepReport, StepState, TargetReport } from './model/report.ts';
export type { ReportedRun, Reporter } from './model/reporter.ts';
export { type ResourceKey, resourceKey } from './model/resource-key.ts';
export type { Resources, RunContext } from './model/run-context.ts';
export type { Secret, Secrets } from './model/secret.ts';
export type { RunningDeployment, RunningImage, StandingBeside, StandingState, TargetStatus } from './model/status.ts';
export {
  type Change,
  defineStep,
  type Phase,
  type PlannedStep,
  type Step,
  type StepContext,
  type StepDefinition,
  type StepEffect,
  type StepId,
  type StepRequest,
  type Subject,
} from './model/step.ts';
