import type { CiEnvironment, CiPlan } from './ci-file.ts';

/** `.gitlab-ci.yml`: a job for each environment, with the token of the job instead of access keys. */
export function gitlabFile({ environments, install }: CiPlan): string {
  return `# Written by \`funade init\`. The role of each environment must trust this project's tokens: its subjects are
# project_path:<group>/<project>:ref_type:tag:ref:<tag>, and of branches ref_type:branch:ref:<branch>.
.funade:
  image: node:24
  variables:
    GIT_DEPTH: 0 # the release is compared with what is running
  id_tokens:
    AWS_ID_TOKEN: { aud: sts.amazonaws.com }
  before_script:
    - ${install}
${environments.map(job).join('')}${environments.map(rollback).join('')}`;
}

function job(environment: CiEnvironment): string {
  const { name, manual } = environment;
  return `
deploy-${name}:
  extends: .funade
  stage: deploy
  rules:
${rulesOf(environment)}
  script:
    - node_modules/.bin/funade deploy ${name}${manual ? ' --yes # whoever starts the job confirms it' : ''}
  environment: ${name}
  resource_group: ${name} # one deploy after the other
`;
}

/** Of a pipeline that is started by hand, on the default branch. */
function rollback({ name }: CiEnvironment): string {
  return `
rollback-${name}: # nothing is built, and no tag is checked out
  extends: .funade
  stage: deploy
  rules:
    - if: $CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
  variables:
    FUNADE_TO: $ROLLBACK_TO
  script:
    - node_modules/.bin/funade rollback ${name} --yes
  environment: ${name}
  resource_group: ${name}
`;
}

function rulesOf({ tags, branches, manual }: CiEnvironment): string {
  const conditions = [
    ...tags.map((tag) => `$CI_COMMIT_TAG =~ /${tag}/`),
    ...branches.map((branch) => `$CI_COMMIT_BRANCH == "${branch}" && $CI_PIPELINE_SOURCE == "push"`),
  ];
  const when = manual ? '\n      when: manual' : '';
  if (conditions.length === 0) return '    - when: never # no tag rule of deploy.config.ts admits anything here';
  return conditions.map((condition) => `    - if: '${condition.replaceAll("'", "''")}'${when}`).join('\n');
}
