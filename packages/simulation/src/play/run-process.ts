import {
  createResources,
  errorExitCode,
  errorInfo,
  interrupted,
  type Random,
  type RunContext,
  type RunEvent,
  redactError,
  reportExitCode,
  signalExitCode,
  tellReporters,
  toDeployError,
} from '@funade/core';
import { journalReporter } from '@funade/core/node';
import { createDice } from '../draw/dice.ts';
import type { ProcessRecord } from '../model/recording.ts';
import type { Scene } from '../model/scene.ts';
import type { Command } from '../model/story.ts';
import { history } from '../world/releases.ts';
import { createLife } from './life.ts';
import { mortalContext } from './mortal-context.ts';
import { runCommand } from './run-command.ts';

/** Milliseconds after a signal in which a process stops by itself. */
const patience = 5000;

/** Runs one command as a process of its own, until its end or its death. */
export async function runProcess(
  scene: Scene,
  command: Command,
  { id, final, onMoment }: { readonly id: number; readonly final: boolean; onMoment(): void },
): Promise<ProcessRecord> {
  const { clock, sandbox } = scene;
  const record: ProcessRecord = {
    id,
    command,
    final,
    startedAt: sandbox.clock.now(),
    endedAt: 0,
    code: null,
    killed: false,
    signalled: false,
    plan: null,
    report: null,
    error: null,
    events: [],
    said: [],
    verdicts: new Map(),
    sights: [],
  };
  const stop = new AbortController();
  const over = new AbortController();
  const signal = (): void => {
    record.signalled = true;
    stop.abort(interrupted('SIGTERM'));
    sandbox.clock.sleep(patience, { signal: over.signal }).then(life.kill, () => undefined);
  };
  const life = createLife(command.kill, (moment) => {
    onMoment();
    if (moment === command.signal) signal();
  });
  const environment = scene.environment(command.environment);
  const resources = createResources();
  const own: RunContext = {
    project: scene.config.project,
    environment,
    environments: scene.config.environments,
    lookups: [],
    clock,
    random: randomOf(scene.story.seed * 1000 + id),
    signal: stop.signal,
    env: scene.env(command.environment),
    history,
    root: '/nowhere',
    own: [scene.state],
    resources,
    ...(scene.transport == null ? {} : { transport: scene.transport }),
  };
  const context = mortalContext(own, life, scene.send(id, scene.env(command.environment).AWS_SECRET_ACCESS_KEY ?? ''));
  const journal = journalReporter(scene.state);
  const reporters = tellReporters([
    {
      name: 'journal',
      start: (run) => {
        if (!life.dead) journal.start?.(run);
        life.tick();
      },
      event: (event) => {
        if (life.dead) return;
        journal.event?.(event);
        see(record, scene, event);
        life.tick();
      },
      end: () => (life.dead ? undefined : journal.end?.()),
    },
  ]);
  const desk = {
    scene,
    context,
    reporters,
    onPlan: (plan: NonNullable<ProcessRecord['plan']>) => {
      record.plan = plan;
    },
    say: (text: string) => {
      if (!life.dead) record.said.push(text);
    },
  };
  const work = runCommand(command, desk).then(
    (report) => {
      if (life.dead) return;
      record.report = report;
      record.code = report === null ? 0 : reportExitCode(report);
    },
    (thrown: unknown) => {
      if (life.dead) return;
      const error = toDeployError(stop.signal.aborted ? stop.signal.reason : thrown);
      if (error.category === 'internal' && thrown instanceof Error) record.said.push(String(thrown.stack));
      record.error = redactError(errorInfo(error), resources.secrets);
      record.code = stop.signal.aborted ? signalExitCode('SIGTERM') : errorExitCode(error, error.outcome);
    },
  );
  await Promise.race([work, life.end]);
  record.killed = life.dead;
  over.abort();
  if (life.dead && record.signalled && (command.kill === null || life.moments < command.kill))
    record.code = signalExitCode('SIGTERM');
  record.endedAt = sandbox.clock.now();
  for (const { name } of scene.story.world.services) record.sights.push(scene.look(command.environment, name));
  for (const each of journal.journals) each.close();
  // What a dead process was about to make never comes; a live one waits for it.
  if (record.killed) void resources.close();
  else await resources.close();
  life.kill();
  return record;
}

/** Keeps what happened, and what ECS says at the moment in which the verdict on a target falls. */
function see(record: ProcessRecord, scene: Scene, event: RunEvent): void {
  record.events.push(structuredClone(event));
  if (event.type !== 'step-succeeded' && event.type !== 'step-failed') return;
  const step = record.plan?.steps.find(({ id }) => id === event.step);
  for (const target of step?.targets ?? []) {
    const service = target.slice(0, target.indexOf('@'));
    record.verdicts.set(event.step, scene.look(record.command.environment, service));
  }
}

function randomOf(seed: number): Random {
  const dice = createDice(seed);
  const hex = (bytes: number): string =>
    Array.from({ length: bytes }, () => dice.int(0, 255).toString(16).padStart(2, '0')).join('');
  return {
    fraction: () => dice.fraction(),
    hex,
    uuid: () => hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
  };
}
