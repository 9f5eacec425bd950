import { ciSource } from './ci/ci-source.ts';
import { ecspressoSource } from './ecspresso/ecspresso-source.ts';
import type { Source } from './model/source-request.ts';
import { onlyServices } from './text/only-services.ts';

/** What reads a project from the files of another tool, by the name that `--from` has for it. */
export const sources: Readonly<Record<'ecspresso' | 'ci', Source>> = {
  ecspresso: async (request) => onlyServices(await ecspressoSource(request), request.services),
  ci: async (request) => onlyServices(await ciSource(request), request.services),
};
