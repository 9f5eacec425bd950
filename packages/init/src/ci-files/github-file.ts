import type { CiEnvironment, CiPlan } from './ci-file.ts';

/** `.github/workflows/deploy.yml`: a job for each environment, with the token of the job instead of access keys. */
export function githubFile({ environments, install }: CiPlan): string {
  const branches = [...new Set(environments.flatMap((environment) => environment.branches))];
  const tags = environments.some((environment) => environment.tags.length > 0);
  return `# Written by \`funade init\`. The role of each environment must trust this repository's tokens: its subjects are
# repo:<owner>/<name>:environment:<environment>.
name: deploy
on:
  push:
${tags ? `    tags: ["**"] # those that no tag rule of deploy.config.ts admits deploy nothing\n` : ''}${
  branches.length > 0 ? `    branches: [${branches.map((branch) => JSON.stringify(branch)).join(', ')}]\n` : ''
}
permissions:
  id-token: write # for the token that the role is assumed with
  contents: read

jobs:
${environments.map((environment, index) => job(environment, { before: environments[index - 1], install })).join('\n')}`;
}

function job(
  environment: CiEnvironment,
  { before, install }: { readonly before: CiEnvironment | undefined; readonly install: string },
): string {
  const { name, manual } = environment;
  const needs = before === undefined ? '' : `    needs: ${before.name}\n`;
  return `  ${name}:
    runs-on: ubuntu-latest
${needs}    if: ${conditionOf(environment)}
    environment: ${name}${manual ? ' # its protection rules in GitHub ask for the approval' : ''}
    concurrency: ${name} # one deploy after the other
    steps:
      - uses: actions/checkout@v5
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: ${install}
      - run: exec node_modules/.bin/funade deploy ${name}${manual ? ' --yes' : ''}
`;
}

/** What begins like the expressions; funade itself looks at the whole ref. */
function conditionOf({ tags, branches }: CiEnvironment): string {
  const conditions = [
    ...tags.map((tag) => {
      const [, begin = ''] = /^\^?([\w/-]*)/.exec(tag) ?? [];
      return `startsWith(github.ref, 'refs/tags/${tag.startsWith('^') ? begin : ''}')`;
    }),
    ...branches.map((branch) => `github.ref == 'refs/heads/${branch}'`),
  ];
  return conditions.length === 0 ? 'false' : [...new Set(conditions)].join(' || ');
}
