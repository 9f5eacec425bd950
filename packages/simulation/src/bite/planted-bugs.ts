/** A bug that the engine does not have: one place of its sources, and what stands there instead. */
export interface PlantedBug {
  /** `budget-ignored`. */
  readonly name: string;
  /** What it makes the engine do. */
  readonly what: string;
  /** Under `packages`. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
  /** What a story, as JSON, has that may show it; others are counted and not played. Absent: any may. */
  readonly shownBy?: RegExp;
}

const ecs = 'plugin-ecs/src';
const core = 'core/src';

/** Bugs as people make them, each of which the simulation is to find. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'order-unchecked',
    what: 'an older release replaces a newer one unasked',
    file: `${ecs}/task-definition/version-change.ts`,
    find: "if (step === 'downgrade' && from !== null && !allowDowngrade)",
    replace: "if (step === 'downgrade' && from === null)",
  },
  {
    name: 'look-before-write-dropped',
    what: 'a call is sent whatever the look before it found',
    file: `${ecs}/api/send-after-look.ts`,
    find: 'if (found !== null) return found;',
    replace: '',
    shownBy: /"kill":\d|reset after/,
  },
  {
    name: 'moved-service-replaced',
    what: 'a deployment that nobody planned from is replaced',
    file: `${ecs}/turn/look-before-update.ts`,
    find: 'const moved = replaces === null ? null : movedTo(view, replaces);',
    replace: 'const moved = null as ReturnType<typeof movedTo>;',
    shownBy: /"act":"(?:update-service|force-deployment|command)"/,
  },
  {
    name: 'busy-unseen',
    what: 'a deployment in progress is not waited for',
    file: `${ecs}/turn/busy-deployment.ts`,
    find: "return primary.rolloutState === 'IN_PROGRESS' ? primary : null;",
    replace: 'return null;',
    shownBy: /"command":"deploy".*"command":"deploy".*"finish"/,
  },
  {
    name: 'poll-without-pause',
    what: 'a service is looked at twenty times a second',
    file: `${ecs}/api/poll-schedule.ts`,
    find: 'return Math.max(shortestPause, calls * pausePerCall);',
    replace: 'return 50;',
  },
  {
    name: 'writes-resent',
    what: 'the SDK sends a registration again whose answer was lost',
    file: `${ecs}/api/ecs-client.ts`,
    find: 'createEcs(context, 1, writes)',
    replace: 'createEcs(context, 8, writes)',
    shownBy: /"operation":"ecs\.(?:RegisterTaskDefinition|UpdateService)"[^}]*"name":"(?:reset after|too slow)"/,
  },
  {
    name: 'registered-again',
    what: 'a revision that is there is registered once more',
    file: `${ecs}/task-definition/find-registered.ts`,
    find: 'if (found.same) return { arn: found.arn, latest };',
    replace: '',
    shownBy: /"operation":"ecs\.RegisterTaskDefinition"[^}]*"name":"reset after"|"kill":\d/,
  },
  {
    name: 'wrong-id-followed',
    what: 'whatever deployment is the primary one counts as ours',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: 'return service.deployments.find(({ id }) => id === deploymentId);',
    replace: "return service.deployments.find(({ id, status }) => id === deploymentId || status === 'PRIMARY');",
    shownBy: /"others":\[\{/,
  },
  {
    name: 'wrong-id-started',
    what: 'the deployment that was there before counts as the one that an update started',
    file: `${ecs}/steps/update-service.ts`,
    find: 'const ours = primaryOf(after);',
    replace: 'const ours = primaryOf(before) ?? primaryOf(after);',
  },
  {
    name: 'budget-ignored',
    what: 'a wait does not end with its budget',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: 'return verdict.final || known.waitedSeconds < known.budgetSeconds',
    replace: 'return verdict.final || known.waitedSeconds >= 0',
  },
  {
    name: 'secret-unmasked',
    what: 'messages leave the engine with secrets in them',
    file: `${core}/model/secret.ts`,
    find: 'return text.replace(any, redacted);',
    replace: 'return text;',
    shownBy: /"name":"telling"/,
  },
  {
    name: 'journal-unflushed',
    what: 'events reach the journal when the next one comes',
    file: `${core}/node/journal-file.ts`,
    find: "if (event.type !== 'step-output') attempt(() => append(event));",
    replace: `if (event.type === 'step-output') return;
      const held = (write as { held?: unknown }).held;
      if (held !== undefined) attempt(() => append(held));
      (write as { held?: unknown }).held = event;`,
    shownBy: /"kill":\d/,
  },
  {
    name: 'journal-without-ends',
    what: 'a journal says nothing of steps that succeeded',
    file: `${core}/node/journal-file.ts`,
    find: "if (event.type !== 'step-output') attempt(() => append(event));",
    replace: "if (event.type !== 'step-output' && event.type !== 'step-succeeded') attempt(() => append(event));",
    shownBy: /"kill":\d/,
  },
  {
    name: 'others-rolled-back',
    what: 'a rollback undoes the deployment of somebody else',
    file: `${ecs}/arrival/whose-service.ts`,
    find: "{ whose: 'newer', by: primary }",
    replace: "{ whose: 'ours' }",
    shownBy: /"onFailure":"(?:rollback|stop)".*"others":\[\{/,
  },
  {
    name: 'task-without-token',
    what: 'RunTask has no token, so that one whose answer was lost may start twice',
    file: `${ecs}/steps/run-task.ts`,
    find: 'const body = { ...bodyOf(task), clientToken: token };',
    replace: 'const body = { ...bodyOf(task), clientToken: context.random.hex(token.length / 4) };',
    shownBy: /"migrate".*"operation":"ecs\.RunTask"/,
  },
  {
    name: 'task-run-again',
    what: 'a task before the rollout that has succeeded is run once more',
    file: `${ecs}/tasks/choose-run.ts`,
    find: 'if (!again) {',
    replace: 'if (again) {',
    shownBy: /"migrate"/,
  },
  {
    name: 'task-failure-ignored',
    what: 'a task that exits with an error counts as a success',
    file: `${ecs}/tasks/task-verdict.ts`,
    find: 'const failed = counting.filter(({ exitCode }) => exitCode !== null && exitCode !== 0);',
    replace: 'const failed = counting.filter(({ exitCode }) => exitCode === -1);',
    shownBy: /"code":4.*"migrate"|"migrate".*"code":4/,
  },
  {
    name: 'needs-ignored',
    what: 'what depends on a failed step runs all the same',
    file: `${core}/run/schedule.ts`,
    find: 'if (needs.has(id)) before.hardDependents.push(node);',
    replace: '',
    shownBy: /"code":4.*"migrate"|"migrate".*"code":4|"name":"denied"/,
  },
  {
    name: 'superseded-is-success',
    what: 'a deployment that another one superseded counts as a success',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: "return { state: 'superseded', final: true, certain, by: primary, sameRevision };",
    replace: "return { state: 'succeeded', final: true, certain: true, ours: ours ?? primary };",
    shownBy: /"others":\[\{/,
  },
  {
    name: 'rolled-back-is-success',
    what: 'a deployment that ECS has rolled back counts as a success',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: "const state = failed ? 'rollback-failed' : 'rolled-back';",
    replace:
      "if (!failed) return { state: 'succeeded', final: true, certain: true, ours: null };\n  const state = failed ? 'rollback-failed' : 'rolled-back';",
    shownBy: /"rollback":true.*"behaviours":\[[^\]]*"image"/,
  },
  {
    name: 'success-too-early',
    what: 'a deployment is done as soon as its tasks run',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: 'return rolloutState === null && service.deployments.length === 1 && pending === 0 && running >= desired;',
    replace: 'return service.deployments.length >= 1 && pending === 0 && running >= desired;',
  },
  {
    name: 'stale-read-believed',
    what: 'one answer of before says that a deployment was rolled back',
    file: `${ecs}/rollout/follow-rollout.ts`,
    find: 'const agreed = verdict.final && (verdict.certain || (again && now - doubtedSince >= doubtMs(verdict, tracker)));',
    replace: 'const agreed = verdict.final;',
    shownBy: /"fault":"stale"/,
  },
  {
    name: 'appearing-forgotten',
    what: 'a deployment that is not visible yet counts as gone',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: 'const appearsWithinSeconds = 60;',
    replace: 'const appearsWithinSeconds = 0;',
    shownBy: /"serviceDeploymentLag":\d|"activeFirst":true/,
  },
  {
    name: 'pause-is-success',
    what: 'a deployment that awaits approval is waited for without end',
    file: `${ecs}/rollout/rollout-verdict.ts`,
    find: 'if (hook !== null) {',
    replace: 'if (hook !== null && hook === undefined) {',
    shownBy: /"PAUSE"/,
  },
  {
    name: 'exit-code-of-the-best',
    what: 'a run with a failed target exits with 0',
    file: `${core}/run/exit-code.ts`,
    find: 'return unchangedBecause(report) ?? ofOutcome[report.outcome];',
    replace: 'return unchangedBecause(report) ?? Math.min(...report.targets.map(({ outcome }) => ofOutcome[outcome]));',
    shownBy: /"name":"web"/,
  },
  {
    name: 'refused-after-change',
    what: 'a run that a rule ended midway promises that nothing was changed',
    file: `${core}/run/exit-code.ts`,
    find: 'return changed ? null : ofCategory[category];',
    replace: 'return ofCategory[category];',
    shownBy: /"others":\[\{/,
  },
  {
    name: 'prune-takes-what-runs',
    what: 'a prune deregisters revisions that are in use',
    file: `${ecs}/prune/choose-revisions.ts`,
    find: 'const deregister = older.filter((name) => rule.uses[name] === undefined).reverse();',
    replace: 'const deregister = [...older].reverse();',
    shownBy: /"command":"prune"/,
  },
  {
    name: 'rates-ignored',
    what: 'calls are sent faster than ECS takes them',
    file: `${ecs}/api/rate-limit.ts`,
    find: 'if (turn > now) await clock.sleep(turn - now, signal === undefined ? {} : { signal });',
    replace: 'signal?.throwIfAborted();',
    shownBy: /"name":"(?:cart|pay|feed)"/,
  },
  {
    name: 'earlier-run-forgotten',
    what: 'a run that is taken up knows nothing of the calls that nobody heard the end of',
    file: `${core}/run/apply-plan.ts`,
    find: 'earlier: earlier.begun.get(step.id),',
    replace: 'earlier: undefined,',
    shownBy: /"command":"resume"/,
  },
  {
    name: 'journal-of-success-doubted',
    what: 'what a killed run has done is done once more',
    file: `${core}/run/earlier.ts`,
    find: 'done.set(event.step, event.output);',
    replace: '',
    shownBy: /"command":"resume"/,
  },
  {
    name: 'write-cut-off',
    what: 'a signal cuts off a call that changes something',
    file: `${ecs}/steps/update-service.ts`,
    find: '{ body: bodyOf(request), signal: late.signal }',
    replace: '{ body: bodyOf(request), signal: context.signal }',
    shownBy: /"signal":\d/,
  },
  {
    name: 'rollback-to-itself',
    what: 'what is rolled back to is the revision that failed',
    file: `${ecs}/rollout/started-output.ts`,
    find: 'previousTaskDefinition: last?.taskDefinition ?? null,',
    replace: 'previousTaskDefinition: primary.taskDefinition,',
    shownBy: /"onFailure":"rollback"/,
  },
  {
    name: 'skew-refused',
    what: 'a machine whose clock is off is not set right',
    file: 'aws/src/rules/aws-time.ts',
    find: 'return Number.isNaN(time) ? null : time;',
    replace: 'return Number.isNaN(time) ? time : null;',
    shownBy: /"skews":\[\{/,
  },
  {
    name: 'throttling-given-up',
    what: 'a call that AWS throttles is not sent again',
    file: 'aws/src/rules/retry-delay.ts',
    find: 'if (attempts >= most) return null;',
    replace: "if (attempts >= most || retryReason === 'throttled') return null;",
    shownBy: /"name":"throttled"/,
  },
  {
    name: 'image-unproven',
    what: 'an image is taken by its tag, whatever its digest is by now',
    file: 'plugin-ecr/src/image/image-name.ts',
    find: '  if (tag === null ||',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands in the source
    replace: '  if (tag !== null) return `${uri}:${tag}`;\n  if (tag === null ||',
    shownBy: /"act":"push-tag"/,
  },
];
