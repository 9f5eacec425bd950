import type { OperationPlan, Plan, Reporter, RunEvent, TargetStatus, TargetTasks } from '@funade/core';
import { DeployError, errorInfo, reduceReport } from '@funade/core';
import { hostileParts, hostileTexts } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { guardOutput } from '../src/render/guard-output.ts';
import { logLines, logLinesJson } from '../src/render/log-lines.ts';
import { renderChecks, renderChecksJson } from '../src/render/render-checks.ts';
import { renderDiff, renderDiffJson } from '../src/render/render-diff.ts';
import { renderError } from '../src/render/render-error.ts';
import { renderEvents } from '../src/render/render-events.ts';
import { renderOperation } from '../src/render/render-operation.ts';
import { renderPlan } from '../src/render/render-plan.ts';
import { renderPlanJson } from '../src/render/render-plan-json.ts';
import { renderPlanMarkdown } from '../src/render/render-plan-markdown.ts';
import { renderRequests, renderRequestsJson } from '../src/render/render-requests.ts';
import { renderStatus } from '../src/render/render-status.ts';
import { renderTasks } from '../src/render/render-tasks.ts';
import { plain, styleOf } from '../src/render/style.ts';
import { jsonReporter } from '../src/reporters/json.ts';
import { linesDisplay } from '../src/reporters/lines.ts';
import { renderSummary } from '../src/reporters/render-summary.ts';
import { renderInterruptedState } from '../src/run/interrupted-state.ts';
import { eventLog, memoryOutput, noon, planFor } from './builders.ts';

/** A plan in which somebody else chose every text that can be chosen. */
function planOf(text: string): Plan {
  const plan = planFor(['api']);
  const subject = { targets: ['api@production'], label: 'api@production' } as const;
  return {
    ...plan,
    release: { ...plan.release, tag: text, branch: text, dirtyPaths: [text], source: text },
    targets: plan.targets.map((target) => ({
      ...target,
      version: { target: target.id, from: text, to: text, step: null },
    })),
    steps: plan.steps.map((step) => ({
      ...step,
      title: `${step.title} ${text}`,
      changes: [
        { path: `environment[${JSON.stringify(text)}]`, from: text, to: `${text} ${text}` },
        { path: 'containerDefinitions[app].image', from: `shop:${text}`, to: `shop:${text}2` },
        { path: 'command', from: null, to: [text, { [text]: text }] },
        { path: 'text', from: `a\n${text}`, to: `b\n${text}` },
      ],
    })),
    notes: [{ ...subject, text }],
    warnings: [{ code: 'X', ...subject, message: text }],
  };
}

function eventsOf(plan: Plan, text: string): readonly RunEvent[] {
  const log = eventLog(plan);
  const wait = log.id('ecs.wait-for-rollout');
  log.start();
  log.started(wait);
  log.progress(wait, text, { reason: text });
  log.progress(wait, text, { event: text });
  log.output(wait, text);
  log.warned(wait, text);
  const error = new DeployError('X', text, { hint: text, cause: new Error(text, { cause: new Error(text) }) });
  log.failed(wait, errorInfo(error));
  log.skipped(log.id('ecs.update-service'), wait);
  log.finish();
  return log.events;
}

function statusOf(text: string): TargetStatus {
  const images = [{ container: text, repository: text, tag: text, digest: null }];
  const deployment = { id: text, role: 'new', revision: text, images, since: null, running: 1, desired: 1 } as const;
  return { id: 'api@production', service: 'api', place: text, state: 'steady', note: text, deployments: [deployment] };
}

const logged = { target: 'api@production', service: 'api', at: '2026-11-30T12:00:00.000Z' } as const;

function tasksOf(text: string): TargetTasks {
  const container = { name: text, status: text, health: 'UNHEALTHY', exitCode: 1, reason: text };
  const texts = { id: text, revision: text, release: text, deployment: text, status: text, health: text, zone: text };
  const more = {
    address: text,
    startedAt: null,
    cpu: text,
    memory: text,
    capacity: text,
    stopping: false,
    exec: false,
  };
  const stop = { code: text, reason: text, cause: text, at: null };
  const tasks = [{ ...texts, ...more, containers: [container], stop }];
  return { id: 'api@production', service: 'api', place: text, note: text, desired: 1, tasks };
}

function shownBy(text: string): Readonly<Record<string, string>> {
  const plan = planOf(text);
  const events = eventsOf(plan, text);
  const report = reduceReport(plan, events);
  const clock = { now: () => noon, monotonic: () => 0, sleep: async () => undefined };
  const shown = (reporterOf: (output: ReturnType<typeof guardOutput>) => Pick<Reporter, 'event'>): string => {
    const memory = memoryOutput();
    const reporter = reporterOf(guardOutput(memory));
    for (const event of events) reporter.event?.(event);
    return memory.text();
  };
  const guarded = (written: string): string => {
    const memory = memoryOutput();
    guardOutput(memory).write(written);
    return memory.text();
  };
  const checks = [{ target: 'api@production', kind: 'role', what: text, result: 'failed', reason: text }] as const;
  const requests = [{ step: 'a:b', operation: 'ecs:UpdateService', body: { [text]: [text] }, masked: false } as never];
  return {
    lines: shown((output) => linesDisplay({ plan, output, style: plain, clock, every: () => () => undefined }, null)),
    json: shown((output) => jsonReporter(output)),
    summary: guarded(renderSummary(report)),
    error: guarded(renderError({ code: 'X', category: 'failed', message: text, hint: text, because: [text] } as never)),
    plan: guarded(renderPlan(plan, { width: 40 })),
    planJson: guarded(renderPlanJson(plan)),
    markdown: guarded(renderPlanMarkdown(plan)).replaceAll('@\u200b', '@'),
    diff: guarded(renderDiff(plan, { width: 40 })),
    diffJson: guarded(renderDiffJson(plan)),
    checks: guarded(renderChecks(checks, { width: 40 })),
    checksJson: guarded(renderChecksJson(plan as never, checks)),
    requests: guarded(renderRequests(plan, requests)),
    requestsJson: guarded(renderRequestsJson(plan, requests)),
    status: guarded(renderStatus([statusOf(text)], { now: noon })),
    tasks: guarded(renderTasks([tasksOf(text)], { now: noon })),
    narrowTasks: guarded(renderTasks([tasksOf(text)], { now: noon, width: 30 })),
    events: guarded(
      renderEvents([{ ...tasksOf(text), events: [{ id: text, at: null, message: text, source: 'events' }] }]),
    ),
    log: guarded(
      logLines(styleOf(memoryOutput(), { env: {} })).text({ ...logged, task: text, container: text, message: text }),
    ),
    logJson: guarded(logLinesJson.text({ ...logged, task: text, container: text, message: text })),
    operation: guarded(renderOperation({ ...plan, operation: 'scale' } as unknown as OperationPlan)),
    worldState: guarded(renderInterruptedState(report, { outputs: new Map(), plugins: [] })),
  };
}

test.each(hostileTexts)('%j comes through nowhere', (text) => {
  for (const [where, shown] of Object.entries(shownBy(text))) {
    expect([where, hostileParts(shown)]).toEqual([where, []]);
    // Nothing that somebody else wrote begins a line as our summary does.
    const forged = shown.split('\n').filter((line) => line.startsWith('✔'));
    expect([where, forged]).toEqual([where, []]);
  }
});

test('JSON that is printed still says exactly what it said', () => {
  const { planJson = '', requestsJson = '' } = shownBy('a\u001b[2J\u2028##[x]');
  expect(JSON.parse(planJson).warnings[0].message).toBe('a\u001b[2J\u2028##[x]');
  expect(JSON.parse(requestsJson).requests[0].body).toEqual({ 'a\u001b[2J\u2028##[x]': ['a\u001b[2J\u2028##[x]'] });
});
