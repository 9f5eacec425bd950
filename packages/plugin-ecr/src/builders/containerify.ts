import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeployError, type StepContext } from '@funade/core';
import { runChild } from '@funade/core/node';
import { baseImageUnreadable, buildContextMissing, buildFailed } from '../model/build-errors.ts';
import { useTempFolder } from '../process/temp-folder.ts';
import { openBaseImage } from './base-image.ts';
import type { Builder, BuildStepInput, BuiltImage } from './builder.ts';
import type { BuilderState } from './choose-builder.ts';
import { containerifyConfig, fileTime } from './containerify-config.ts';
import { finishLayout, unpackLayout } from './finish-layout.ts';
import { serveBaseImage } from './serve-base-image.ts';
import { stampCreated } from './stamp-created.ts';

/**
 * Builds from files on a base image with the npm package containerify, a child process, without any container engine.
 * The child gets the base image from us on a loopback port, so it holds no login.
 */
export const containerify: Builder = {
  name: 'containerify',

  async probe(): Promise<BuilderState> {
    return { ready: true, lacks: [] };
  },

  async build(input: BuildStepInput, context: StepContext): Promise<BuiltImage> {
    const folder = resolve(context.root, input.build.context);
    await checkContent(input, folder);
    const temp = await mkdtemp(join((await useTempFolder(context)).path, 'build-'));
    const base = await openBaseImage(input, context);
    await using served = await serveBaseImage(base, context);
    const layout = join(temp, 'layout.tar');
    const config = containerifyConfig(
      input,
      { baseRegistry: served.registry, baseImage: served.image, folder, layout, work: join(temp, 'work') },
      base,
    );
    const configFile = join(temp, 'containerify.json');
    await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
    const end = await runChild(context, {
      file: process.execPath,
      args: [fileURLToPath(import.meta.resolve('containerify')), '--file', configFile],
      env: { PATH: context.env.PATH, HOME: context.env.HOME, TMPDIR: temp, NO_COLOR: '1' },
      cwd: context.root,
      onLine: (line) => context.output(line),
    });
    const unread = served.failure();
    if (isDeployError(unread)) throw unread;
    if (unread !== null) throw baseImageUnreadable(input.build.from ?? 'scratch', String(unread), unread);
    if (end.exitCode !== 0) throw buildFailed(input.repository, `containerify: ${end.how}`, end.lines);
    await rm(join(temp, 'work'), { recursive: true, force: true });
    await unpackLayout(layout, join(temp, 'layout'));
    const created = new Date(input.sourceDateEpoch * 1000).toISOString();
    await stampCreated(join(temp, 'layout'), { created, instead: fileTime(input) });
    return await finishLayout(join(temp, 'layout'), input, base.mountFrom);
  },
};

/** containerify answers a missing path with the whole of its help, so the paths are looked for before. */
async function checkContent(input: BuildStepInput, folder: string): Promise<void> {
  for (const path of Object.keys(input.build.content ?? {})) {
    await access(join(folder, path)).catch(() => {
      throw buildContextMissing(input.repository, 'content', join(input.build.context, path));
    });
  }
}
