// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts look like templates of this language
import { expect, test } from 'vitest';
import { readScript } from '../shell/read-script.ts';
import { openScope } from '../shell/scope.ts';
import { readShellCommand } from './read-shell-command.ts';

const read = (text: string): readonly string[] => {
  const { commands } = readScript(
    text,
    openScope((name) => `{{env "${name}"}}`),
  );
  return commands.flatMap((command) => {
    const meaning = readShellCommand(command);
    if (meaning === null) return ['?'];
    return [
      ...meaning.facts.map(({ kind, ...fact }) => `${kind} ${JSON.stringify(fact).replaceAll('\\"', "'")}`),
      ...meaning.remarks.map(({ what, reason }) => `! ${what === undefined ? '' : `${what}: `}${reason}`),
    ];
  });
};

const update = 'update {"cluster":"default","service":"api","settings":{},"minutes":null}';

test.each<[string, readonly string[]]>([
  [
    'aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    ['region {"region":"eu-west-1"}', 'account {"account":"111111111111"}'],
  ],
  [
    'docker build --pull -t $R/api:$T -t $R/api:latest -f docker/Dockerfile --target run --build-arg A=1 --platform linux/amd64,linux/arm64 services/api',
    [
      `build {"images":["{{env 'R'}}/api:{{env 'T'}}","{{env 'R'}}/api:latest"],"context":"services/api","dockerfile":"docker/Dockerfile","target":"run","args":{"A":"1"},"platforms":["linux/amd64","linux/arm64"],"pushes":false}`,
      '! --pull of the build: it is not carried over',
    ],
  ],
  [
    'docker buildx build --push --cache-from type=gha -t a:1 .',
    [
      'build {"images":["a:1"],"context":".","dockerfile":null,"target":null,"args":{},"platforms":[],"pushes":true}',
      '! --cache-from of the build: it is not carried over',
    ],
  ],
  [
    '/kaniko/executor --context "${CI_PROJECT_DIR}" --dockerfile "${CI_PROJECT_DIR}/Dockerfile" --destination "$I:$T"',
    [
      `build {"images":["{{env 'I'}}:{{env 'T'}}"],"context":".","dockerfile":"Dockerfile","target":null,"args":{},"platforms":[],"pushes":true}`,
    ],
  ],
  ['docker tag a:1 b:2', ['tag {"from":"a:1","to":"b:2"}']],
  ['docker push b:2', ['push {"image":"b:2"}']],
  ['docker pull a', ['! images are not pulled for a build']],
  ['docker compose up', ['! such a command of Docker is not carried over']],
  ['docker login -u x -p y registry.example.com', ['! Funade logs in to the registry of the environment itself']],
  [
    'aws ecs describe-task-definition --task-definition api',
    ['! a new revision is made from the one that the service runs, not from the latest of the family'],
  ],
  ['aws ecs register-task-definition --cli-input-json file://td.json', ['base {"family":null,"file":"td.json"}']],
  [
    'aws ecs register-task-definition --family api --container-definitions "$D"',
    ['base {"family":"api","file":null}', '! --container-definitions: it is a member of the task definition'],
  ],
  [
    'aws ecs update-service --cluster shop --service api --task-definition $T --force-new-deployment --desired-count 2 --deployment-configuration maximumPercent=200,minimumHealthyPercent=50 --enable-execute-command --odd',
    [
      'update {"cluster":"shop","service":"api","settings":{"desiredCount":2,"deploymentConfiguration":{"maximumPercent":200,"minimumHealthyPercent":50},"enableExecuteCommand":true},"minutes":null}',
      '! --force-new-deployment: each release is a revision of its own, so there is nothing to force',
      '! --odd: it is no setting that is known here',
    ],
  ],
  ['aws ecs update-service --service=api', [update]],
  ['aws --region eu-west-1 ecs update-service --service api', ['region {"region":"eu-west-1"}', update]],
  ['aws ecs update-service', ['! it names no service']],
  ['aws ecs wait services-stable --services api', ['! Funade waits for the rollout, and says how it ended']],
  [
    `aws ecs run-task --cluster shop --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[subnet-0a]}" --overrides '{"containerOverrides":[{"name":"app","command":["npm","run","migrate"]}]}'`,
    [
      'task {"command":["npm","run","migrate"],"container":"app","launch":{"launchType":"FARGATE","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-0a"]}}}}',
    ],
  ],
  [
    'aws ecs run-task --task-definition x --overrides "$O" --group g',
    [
      'task {"command":null,"container":null,"launch":{}}',
      '! --group: it is not carried over to a one-off task',
      '! --overrides: no command is found in it',
    ],
  ],
  ['aws sts assume-role --role-arn arn:aws:iam::1:role/x', ['role {"role":"arn:aws:iam::1:role/x"}']],
  ['aws configure set region eu-west-1', ['region {"region":"eu-west-1"}']],
  ['aws configure set aws_access_key_id $K', ['! credentials come from the token of the job']],
  ['aws --version', ['! credentials come from the token of the job']],
  ['aws s3 sync a b', ['! it is no part of a deploy']],
  [
    `jq --arg IMAGE "$I" '.taskDefinition | .containerDefinitions[0].image = $IMAGE | del(.taskDefinitionArn)'`,
    [`container {"container":0,"image":"{{env 'I'}}","environment":{},"secrets":{}}`],
  ],
  [
    `jq '(.containerDefinitions[] | select(.name=="app") | .image) |= "x:1"' td.json`,
    ['container {"container":"app","image":"x:1","environment":{},"secrets":{}}'],
  ],
  [
    `jq --arg n app --arg i x:1 '.containerDefinitions |= map(if .name == $n then .image = $i else . end)' td.json`,
    ['container {"container":"app","image":"x:1","environment":{},"secrets":{}}'],
  ],
  [`jq '.x.image = "a"'`, ['! which container gets the image is not understood']],
  [`jq '.cpu = "256"'`, ['! what it changes is not carried over']],
  ['jq -r .taskDefinition.taskDefinitionArn', ['! what AWS answers is read by Funade itself']],
  [
    'ecs deploy shop api -i app repo:$T -e app KEY x --timeout 600',
    [
      `container {"container":"app","image":"repo:{{env 'T'}}","environment":{},"secrets":{}}`,
      'container {"container":"app","image":null,"environment":{"KEY":"x"},"secrets":{}}',
      'update {"cluster":"shop","service":"api","settings":{},"minutes":null}',
    ],
  ],
  [
    'ecs-deploy -c shop -n api -i x:1 -r eu-west-1 -t 900',
    [
      'region {"region":"eu-west-1"}',
      'container {"container":0,"image":"x:1","environment":{},"secrets":{}}',
      'update {"cluster":"shop","service":"api","settings":{},"minutes":15}',
    ],
  ],
  ['ecspresso deploy --config x.yml', ['! it deploys with ecspresso']],
  ['echo "image=$R:$T" >> $GITHUB_OUTPUT', [`output {"name":"image","value":"{{env 'R'}}:{{env 'T'}}"}`]],
  ['echo "TAG=1" >> "$GITHUB_ENV"', ['output {"name":"env.TAG","value":"1"}']],
  ['echo "::set-output name=image::$I"', [`output {"name":"image","value":"{{env 'I'}}"}`]],
  ['echo "a=b"', ['! it only prints, looks, or sets up the shell']],
  ['sudo apt-get install -y jq', ['! a deploy with Funade needs no such tool']],
  ['curl -f https://shop.example.com/health', ['! it is no part of a deploy']],
  ['sed -i "s/TAG/$T/" td.json', ['! what it fills into td.json is not carried over']],
  ['A=1 make ship', ['?']],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});
