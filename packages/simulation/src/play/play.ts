import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Story } from '../model/story.ts';
import { startScene } from '../world/start-scene.ts';
import { act } from './act.ts';
import type { ProcessRecord, Recording } from './recording.ts';
import { runProcess } from './run-process.ts';
import type { Scene } from './scene.ts';

/** Seconds that ECS gets to come to rest before the last command. */
const rest = 7200;

/** Plays a story: the real engine against a sandbox, with everything that it says happens. */
export async function play(story: Story, port = 0): Promise<Recording> {
  const state = await mkdtemp(join(tmpdir(), 'funade-simulation-'));
  const scene = await startScene(story, state, port);
  await using _ = scene.sandbox;
  const processes: ProcessRecord[] = [];
  const others: { at: number; what: string; how: string }[] = [];
  const run = async (command: Command, final = false): Promise<void> => {
    started += 1;
    processes.push(await runProcess(scene, command, { id: started, final }));
  };
  let started = 0;
  try {
    await Promise.all([operator(scene, run), ...story.others.map((other) => somebody(scene, { other, run, others }))]);
    scene.calm();
    await scene.sandbox.clock.advance({ seconds: rest });
    for (const command of story.finish) await run(command, true);
    await scene.sandbox.clock.advance({ seconds: rest });
    const ends = scene.config.environments;
    return {
      story,
      processes,
      requests: scene.sandbox.requests(),
      ends: Object.keys(ends).flatMap((environment) =>
        story.world.services.map(({ name }) => scene.look(environment, name)),
      ),
      definitions: Object.fromEntries(Object.keys(ends).map((name) => [name, scene.definitions(name)])),
      others,
      struck: scene.struck,
      files: (await readdir(state, { recursive: true })).sort(),
      hung: null,
    };
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

async function operator(scene: Scene, run: (command: Command) => Promise<void>): Promise<void> {
  for (const command of scene.story.commands) {
    await scene.sandbox.clock.sleep(command.pause * 1000);
    await run(command);
  }
}

async function somebody(
  scene: Scene,
  {
    other,
    run,
    others,
  }: {
    readonly other: Story['others'][number];
    readonly run: (command: Command) => Promise<void>;
    readonly others: { at: number; what: string; how: string }[];
  },
): Promise<void> {
  await scene.sandbox.clock.sleep(other.at * 1000);
  if (other.act === 'command') return run(other.command);
  const how = await act(scene, other);
  others.push({ at: scene.sandbox.clock.now(), what: `${other.act} ${other.service}@${other.environment}`, how });
}
