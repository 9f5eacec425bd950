import type { CiPlan } from './ci-file.ts';

/** `.github/workflows/rollback.yml`: brings services back by hand. */
export function githubRollback({ environments, install }: CiPlan): string {
  const names = environments.map(({ name }) => name);
  return `# Written by \`funade init\`. Actions → rollback → Run workflow. Nothing is built, and no tag is checked out.
name: rollback
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choice
        options: [${names.join(', ')}]
        default: ${names.at(-1) ?? ''}
      to:
        description: Version or revision, such as v1.2.0; empty for the last stable one before what is running
        type: string
        default: ""

permissions:
  id-token: write # for the token that the role is assumed with
  contents: read

jobs:
  rollback:
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    concurrency: \${{ inputs.environment }} # that of the deploys: one after the other
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: ${install}
      - run: exec node_modules/.bin/funade rollback "$ENVIRONMENT" --yes
        env: # never inside the script, where their text would be run
          ENVIRONMENT: \${{ inputs.environment }}
          FUNADE_TO: \${{ inputs.to }}
`;
}
