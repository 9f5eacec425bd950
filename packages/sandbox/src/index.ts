export type { SandboxClock, Span } from './clock.ts';
export { describeSandbox, type SandboxDescription } from './describe-sandbox.ts';
export type { Fault, Faults } from './faults.ts';
export type { GithubJobOptions } from './oidc/github-job.ts';
export type { TokenClaims } from './oidc/issuer.ts';
export type { LoggedRequest } from './request-log.ts';
export type { Registry, Sandbox, SandboxOptions, WantedEnvironment } from './sandbox.ts';
export { type Seed, seedSchema } from './seed.ts';
export { startSandbox } from './start-sandbox.ts';
