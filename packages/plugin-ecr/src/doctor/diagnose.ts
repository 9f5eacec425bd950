import { type DiagnoseRequest, type Finding, findingOf, type RunContext } from '@funade/core';
import { findBuilder } from '../builders/find-builder.ts';
import { distinctImages } from '../image/distinct-images.ts';
import { useRegistryClient } from '../login/registry-login.ts';
import type { EcrOptions } from '../options/options.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { translateFault } from '../registry/translate-fault.ts';
import { readRepositories } from '../repository/read-repositories.ts';

/** Looks at the builders of this machine, the repositories, and the way to their registry. */
export async function diagnose(
  { targets, environment, online }: DiagnoseRequest<EcrOptions>,
  context: RunContext,
): Promise<readonly Finding[]> {
  const { built, promoted } = distinctImages(targets, 'v1.2.3');
  const builders = await Promise.all(
    built.map(async ({ repository, build }): Promise<Finding> => {
      const about = { kind: 'builder', what: `builder of ${repository}` };
      try {
        const name = await findBuilder({ repository, build }, context);
        return { ...about, result: 'ok', text: name, mend: null };
      } catch (error) {
        context.signal.throwIfAborted();
        return findingOf(about, error);
      }
    }),
  );
  if (!online) return builders;
  const made = [...built, ...promoted];
  const names = [...new Set(made.map(({ repository }) => repository))];
  const found = new Map<string, string>();
  const repositories = await Promise.all(
    names.map(async (name): Promise<Finding> => {
      const about = { kind: 'repository', what: `repository ${name}` };
      try {
        const uri = (await readRepositories(context, [name], async () => [])).get(name)?.uri;
        if (uri !== undefined) found.set(name, uri);
        if (uri !== undefined) return { ...about, result: 'ok', text: uri, mend: null };
      } catch (error) {
        context.signal.throwIfAborted();
        return findingOf(about, error);
      }
      const creates = made.some(({ repository, createRepository }) => repository === name && createRepository !== null);
      if (creates) return { ...about, result: 'ok', text: 'it is not there, and will be created', mend: null };
      const mend = `aws ecr create-repository --repository-name ${name} --region ${environment.region} --image-tag-mutability IMMUTABLE`;
      return { ...about, result: 'failed', text: 'it is not there', mend };
    }),
  );
  const hosts = new Set([...found.values()].map((uri) => splitRepositoryUri(uri).host));
  const registries = await Promise.all([...hosts].map((host) => lookAtRegistry(host, context)));
  return [...builders, ...repositories, ...registries];
}

async function lookAtRegistry(host: string, context: RunContext): Promise<Finding> {
  const about = { kind: 'registry', what: `registry ${host}` };
  try {
    const client = await useRegistryClient(context, host);
    await client.call({ method: 'GET', path: '' });
    return { ...about, result: 'ok', text: 'it answers, and takes the login', mend: null };
  } catch (error) {
    context.signal.throwIfAborted();
    return findingOf(about, translateFault(error));
  }
}
