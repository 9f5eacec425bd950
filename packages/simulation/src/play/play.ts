import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@funade/core';
import type { ProcessRecord, Recording } from '../model/recording.ts';
import type { Scene } from '../model/scene.ts';
import type { Command, OtherAct, Story } from '../model/story.ts';
import { startScene } from '../world/start-scene.ts';
import { act } from './act.ts';
import { createMoments, type Moments } from './moments.ts';
import { runProcess } from './run-process.ts';

/** Seconds that ECS gets to come to rest before the last command, and after it; it knows of a task that has stopped for an hour. */
const rest = 1800;

/** How a story is played. */
export interface PlayOptions {
  /** Whether engine and sandbox speak over sockets. Default: no, which is faster by much. */
  readonly sockets?: boolean;
}

/** Plays a story: the real engine against a sandbox, with everything that it says happens. */
export async function play(story: Story, { sockets = false }: PlayOptions = {}): Promise<Recording> {
  const state = await mkdtemp(join(tmpdir(), 'funade-simulation-'));
  try {
    const scene = await startScene(story, state, { sockets });
    await using _ = scene.sandbox;
    return await playIn(scene);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

/** What comes together while a story is played. */
interface Stage {
  readonly scene: Scene;
  readonly processes: ProcessRecord[];
  readonly others: { at: number; what: string; how: string }[];
  readonly tasks: Map<string, Map<string, JsonObject>>;
  readonly moments: Moments;
  started: number;
}

async function playIn(scene: Scene): Promise<Recording> {
  const { story, sandbox } = scene;
  const stage: Stage = { scene, processes: [], others: [], tasks: new Map(), moments: createMoments(), started: 0 };
  const whole = async (): Promise<null> => {
    await Promise.all([operator(stage), ...story.others.map((other) => somebody(stage, other))]);
    keepTasks(stage);
    scene.calm();
    await sandbox.clock.advance({ seconds: rest });
    for (const command of story.finish) {
      const before = stage.processes.findLast((each) => each.final && each.command.environment === command.environment);
      if (before?.code === 0) continue;
      await run(stage, command, true);
      keepTasks(stage);
      await sandbox.clock.advance({ seconds: rest });
    }
    return null;
  };
  const hung = await Promise.race([whole(), scene.late]);
  return record(stage, hung);
}

async function record({ scene, processes, others, tasks }: Stage, hung: string | null): Promise<Recording> {
  const { story, sandbox, state } = scene;
  const names = story.world.environments.map(({ name }) => name);
  const ends = names.flatMap((environment) => story.world.services.map(({ name }) => scene.look(environment, name)));
  const files = (await readdir(state, { recursive: true })).sort();
  const journals = files.filter((file) => file.endsWith('.jsonl'));
  const texts = await Promise.all(journals.map((file) => readFile(join(state, file), 'utf8')));
  return {
    story,
    processes: processes.toSorted((one, other) => one.id - other.id),
    requests: sandbox.requests(),
    ends,
    definitions: Object.fromEntries(names.map((name) => [name, scene.definitions(name)])),
    tasks: Object.fromEntries(names.map((name) => [name, [...(tasks.get(name)?.values() ?? [])]])),
    revisions: await revisionsOf(scene, ends),
    removals: scene.removals,
    sends: scene.sends,
    secrets: names.flatMap((name) => {
      const { AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = scene.env(name);
      return [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN].filter((each) => each !== undefined);
    }),
    journals: new Map(journals.map((file, index) => [runOf(file), texts[index] ?? ''])),
    others,
    struck: scene.struck,
    files,
    hung,
  };
}

function runOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace('.jsonl', '');
}

/** Tasks that have stopped are soon forgotten. */
function keepTasks({ scene, tasks }: Stage): void {
  for (const { name } of scene.story.world.environments) {
    const known = tasks.get(name) ?? new Map<string, JsonObject>();
    tasks.set(name, known);
    for (const task of scene.tasks(name)) known.set(String(task.taskArn), task);
  }
}

async function revisionsOf(scene: Scene, ends: Recording['ends']): Promise<Recording['revisions']> {
  const revisions = new Map<string, string>();
  for (const { environment, deployments } of ends) {
    const arns = deployments.map((each) => String((each.targetServiceRevision as JsonObject).arn));
    const { account, region } = scene.environment(environment);
    for (let at = 0; at < arns.length; at += 20) {
      const input = { serviceRevisionArns: arns.slice(at, at + 20) };
      const answer = await scene.sandbox.call('ecs.DescribeServiceRevisions', input, { account, region });
      for (const { serviceRevisionArn, taskDefinition } of answer.serviceRevisions as readonly JsonObject[]) {
        const arn = String(serviceRevisionArn);
        revisions.set(`ecs-svc/${arn.slice(arn.lastIndexOf('/') + 1)}`, String(taskDefinition));
      }
    }
  }
  return revisions;
}

async function run(stage: Stage, command: Command, final = false): Promise<void> {
  stage.started += 1;
  stage.processes.push(
    await runProcess(stage.scene, command, { id: stage.started, final, onMoment: () => stage.moments.tick() }),
  );
}

async function operator(stage: Stage): Promise<void> {
  for (const command of stage.scene.story.commands) {
    await stage.scene.sandbox.clock.sleep(command.pause * 1000);
    await run(stage, command);
  }
  stage.moments.end();
}

async function somebody(stage: Stage, other: OtherAct): Promise<void> {
  if (other.moment === undefined) await stage.scene.sandbox.clock.sleep(other.at * 1000);
  else await stage.moments.reached(other.moment);
  if (other.act === 'command') return run(stage, other.command);
  const how = await act(stage.scene, other);
  stage.others.push({
    at: stage.scene.sandbox.clock.now(),
    what: `${other.act} ${other.service}@${other.environment}`,
    how,
  });
}
