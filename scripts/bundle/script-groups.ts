import type { OutputOptions } from 'rolldown';
import { wrapper } from '../../packages/cli/src/bundle/script-loader.ts';

/** What a plan and a deploy load of libraries. */
const libraries = [
  '@smithy',
  '@aws',
  '@aws-sdk/(core|client-(sts|ecr|ecs)|credential-provider-(node|env)|signature-v4|types|util|xml-builder)',
];
const others = 'zod|commander|cosmiconfig|js-yaml|diff|p-map|semver|string-width|get-east|picocolors';

/**
 * Two big scripts with what a plan and a deploy load, since every file costs time; everything else in scripts of its own. A
 * module still runs when it is imported, and not when its script is loaded.
 */
export const scriptGroups: Pick<OutputOptions, 'codeSplitting' | 'strictExecutionOrder' | 'postBanner' | 'postFooter'> =
  {
    postBanner: wrapper[0],
    postFooter: wrapper[1],
    strictExecutionOrder: true,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'sdk', test: new RegExp(`/node_modules/(${libraries.join('|')})/`) },
        { name: 'own', test: new RegExp(`/packages/[a-z-]+/src/(?!testing)|/node_modules/(${others})`) },
      ],
    },
  };
