// Every option of a deploy config, with its default or a typical value. It type-checks, parses, and a test holds it complete.
import {
  check,
  cloudFormation,
  defineConfig,
  ecr,
  ecs,
  env,
  schedules,
  secretsManager,
  ssm,
  terraformState,
} from 'funade';

export default defineConfig({
  // Versions of Funade that may use this config, as ranges of npm. Default: any.
  requires: '>=0.1 <1',

  // Names the project in sessions and templates: {{project}}.
  project: 'shop',

  // The plugins, in the order they plan. Default: ecr(), ecs().
  plugins: [
    ecr(),
    ecs(),
    // Rules of EventBridge and schedules of EventBridge Scheduler follow what a service runs.
    schedules(),
    // Checks after a rollout.
    check(),
    // Lookups: helpers of templates whose values are read when a plan is made.
    // {{env "STAGE"}}: variables of the process, declared here. A name that looks like that of a secret is refused.
    // A variable that is not set, or empty, is an error unless it has a default.
    env({ names: ['STAGE', 'LOG_LEVEL'], defaults: { LOG_LEVEL: 'info' } }),
    // {{ssm "/shop/url"}}: the value of a parameter, {{ssmArn "/shop/db-password"}}: its ARN. The value of a SecureString is refused.
    ssm(),
    // {{secretArn "shop/db"}}: the ARN of a secret; one key of it is {{secretArn "shop/db"}}:password::
    secretsManager(),
    // {{cfnOutput "shop-network" "VpcId"}}, {{cfnExport "shop-vpc"}}.
    cloudFormation(),
    // {{tfstate "output.cluster"}}, {{tfstate "aws_lb.main.arn"}}: a Terraform or OpenTofu state. Or { file }, relative to this file.
    // The region of the bucket is the environment's by default.
    terraformState({
      s3: { bucket: 'shop-states', key: 'env:/{{environment.name}}/shop.tfstate', region: 'eu-west-1' },
    }),
  ],

  // Where services run: one account, one region, one role each.
  environments: {
    staging: {
      // A session of any other account is refused before anything is read.
      account: '111111111111',
      region: 'ap-northeast-1',
      // The role to deploy with: assumed with the CI job's OIDC token, or from the credentials of a laptop.
      // Default: the credentials that are found.
      role: 'arn:aws:iam::111111111111:role/deploy',
      // Ask for confirmation before anything changes; --yes gives it. Default: false.
      confirm: false,
    },
    production: {
      account: '222222222222',
      region: 'ap-northeast-1',
      role: 'arn:aws:iam::222222222222:role/deploy',
      confirm: true,
      // Refuse what is known to be older than what is running (known), or also what is not known to come after it (strict).
      // By version where both have one, else by the commits: CI jobs need the whole history for that. Default: known.
      order: 'strict',
      // Defaults for every service here, unless it sets something else itself.
      defaults: { ecs: { onFailure: 'rollback-all', wait: { failFast: 5 } } },
    },
  },

  // Which git refs may go where. The first rule that matches wins; a ref that none matches is refused.
  tagRules: [
    // An expression matches the whole ref. In a string it stands between slashes ('/v\\d+/'); 'v*.*.*' is a pattern as for file names.
    // A tag v1.2.3 may go to both environments and deploys every service. Images get the git tag as their tag.
    { tag: /^v\d+\.\d+\.\d+$/, environments: ['staging', 'production'] },
    // A tag api/v1.2.3 names its service and its version; images get v1.2.3.
    { tag: /^(?<service>[a-z-]+)\/v(?<version>\d+\.\d+\.\d+)$/, environments: ['staging', 'production'] },
    // A rule can be limited to some services.
    { tag: /^hotfix-\d+$/, environments: ['production'], services: ['api'] },
    // A branch rule says which tag images get; it must contain the commit. Moving tags (latest, stable, main) are refused.
    { branch: 'main', environments: ['staging'], imageTag: '{{release.branch}}-{{release.shortCommit}}' },
  ],

  // What is deployed. Strings are templates over project, environment, service and release.
  services: {
    api: {
      ecr: {
        // Name of the ECR repository, without host and tag.
        repository: 'shop/api',
        build: {
          // What builds the image: buildx, docker, podman, buildah or containerify.
          // Default: the first of these on the machine that can do the build.
          with: 'buildx',
          // Folder with what goes into the image, relative to this file.
          context: 'services/api',
          // Relative to the context. Default: Dockerfile.
          dockerfile: 'Dockerfile',
          // The stage to build. Default: the last one.
          target: 'runtime',
          // Build arguments; they are visible in the image's history.
          args: { NODE_ENV: 'production' },
          // Build secrets, from a variable or a file; never in an argument list, a layer or a log.
          secrets: { npm_token: { env: 'NPM_TOKEN' }, ca: { file: 'certificates/ca.pem' } },
          // Labels in addition to the OCI labels (version, revision, source, created), which are always set.
          labels: { 'com.example.team': 'checkout' },
          // Default: the platform of the engine. buildx, podman and buildah build for several.
          platforms: ['linux/amd64'],
          // A buildx builder by its name: one on another machine, in Kubernetes, or of Docker Build Cloud.
          builder: 'build-farm',
          // Where layers are kept between builds: images, or buildx's own notation (type=gha). true is the tag buildcache
          // of the repository, the default where the builder can write it and the repository lets it be overwritten.
          cache: {
            from: ['111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/cache:api'],
            to: '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/cache:api',
          },
          // SSH agents or keys for RUN --mount=type=ssh.
          ssh: ['default'],
          // The network of RUN instructions: default, none or host.
          network: 'default',
          // Look for newer base images at every build. Default: false.
          pull: true,
        },
      },
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'api',
        // The container that gets the image, as named in the task definition. The others keep theirs.
        container: 'app',
        // Settings of the service, as UpdateService accepts them: those that differ from what is running are sent with the new
        // revision, in one call, and nothing else is. A service that does not exist is created from them. Or the path of a file
        // that holds them, relative to this one: 'ecs/api-service.json', also an answer of DescribeServices.
        settings: {
          // What only CreateService accepts; a value that differs from that of an existing service is refused.
          schedulingStrategy: 'REPLICA',
          tags: [{ key: 'team', value: 'checkout' }],
          // How many tasks it is created with; leave it out where something else sets the count of an existing service.
          desiredCount: 2,
          // Between which counts Application Auto Scaling keeps the service. It is changed after the rollout, where it differs;
          // policies are left as they are. While it is written here, desiredCount is only for the creation of the service.
          autoscaling: {
            min: 2,
            max: 6,
            // Suspends all scaling (true), or each way by itself.
            suspended: { in: false, out: false, scheduled: false },
          },
          // Or launchType, as in worker below; never both.
          capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 1 }],
          platformVersion: 'LATEST',
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: ['subnet-0a1b', 'subnet-0c2d'],
              securityGroups: ['sg-0e3f'],
              assignPublicIp: 'DISABLED',
            },
          },
          loadBalancers: [
            {
              targetGroupArn:
                'arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:targetgroup/api/0123456789abcdef',
              containerName: 'app',
              containerPort: 8080,
            },
          ],
          healthCheckGracePeriodSeconds: 60,
          deploymentController: { type: 'ECS' },
          // Members that are not written stay as they are.
          deploymentConfiguration: {
            deploymentCircuitBreaker: { enable: true, rollback: true },
            minimumHealthyPercent: 100,
          },
          availabilityZoneRebalancing: 'ENABLED',
          placementConstraints: [],
          placementStrategy: [],
          enableExecuteCommand: false,
          enableECSManagedTags: true,
          propagateTags: 'SERVICE',
          serviceRegistries: [],
          serviceConnectConfiguration: { enabled: false },
          volumeConfigurations: [],
          vpcLatticeConfigurations: [],
          monitoring: { metricConfigurations: [{ metricNames: ['CPUUtilization'], resolutionSeconds: 60 }] },
          gatewayConnectors: [],
        },
        wait: {
          // How long to wait for the rollout. Default: 15 minutes and what the service itself asks for (grace period,
          // deregistration delay of its target groups, bake time, traffic shift, many tasks).
          budget: '20m',
          // Number of tasks that stop for the same reason before the wait ends; 0: ECS decides. Default: as many as ECS tolerates.
          failFast: 3,
          // How far to wait: 'steady', 'started', 'paused' or a lifecycle stage such as 'BAKE_TIME'. Default: steady.
          until: 'steady',
          // How long new tasks are watched after the rollout; a task that stops then fails it. Default: not at all.
          settle: '2m',
        },
        // A rollout that fails: rollback, stop, leave it to ECS, or rollback-all for every target of the run.
        // Default: stop where the service's circuit breaker does not roll back, else rollback.
        onFailure: 'rollback',
        // Another deployment is in progress: wait for it to end before planning, fail, or supersede it. Default: wait.
        onBusy: 'wait',
        // The run is interrupted: leave the rollout to ECS, or roll it back. Default: leave.
        onCancel: 'leave',
        // One-off tasks, each once for a release and environment: the new revision with another command, launched as the
        // service is, unless something else is written.
        tasks: {
          migrate: {
            // Before the revision takes over, or after it. A failed task before it ends the deploy before the service changes.
            when: 'before',
            // ECS cannot replace an entry point. Default: the command of the task definition.
            command: ['npx', 'prisma', 'migrate', 'deploy'],
            // The container that gets the command, and whose exit code and log count.
            // Default: the container that gets the image; the exit codes of all essential containers count.
            container: 'app',
            // Variables of that container, merged by name. Secrets come from the task definition.
            environment: { MODE: 'all' },
            // Size of the task. Default: as in the task definition.
            cpu: 1024,
            memory: 2048,
            ephemeralStorage: 50,
            // Then it is stopped. Default: 30m.
            timeout: '10m',
            // The run is interrupted: leave the task, so that the next run finds it, or stop it. Default: leave.
            onCancel: 'leave',
            // Run it anew although it has succeeded for this release. Default: false.
            again: false,
            // Where it runs. Default: as the service does. Write launchType or capacityProviderStrategy, never both.
            capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
            networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b'] } },
            platformVersion: 'LATEST',
            // Of a task definition with a volume that is configured at launch. Default: that of ecs.settings.
            volumeConfigurations: [],
          },
          report: {
            when: 'after',
            // Family, family:revision or ARN of another task definition. Default: the new revision of the service.
            taskDefinition: 'shop-report',
            launchType: 'FARGATE',
            // A failed task after the rollout: fail the service as it stands, warn, or rollback. Default: fail.
            onFailure: 'warn',
          },
        },
      },
      // What else runs the task definition: after the rollout it runs the new revision, too.
      schedules: {
        // A rule of EventBridge that is there: the revision changes, the rest stays. `target` is needed where several
        // targets run tasks of the service, `bus` where it is not the default one.
        report: { rule: 'shop-report', target: 'report', bus: 'default' },
        // A schedule of EventBridge Scheduler that is there, by its group and name: the same.
        cleanup: { schedule: 'shop/cleanup' },
        // With cron, the schedule is created and kept as it is written: cron(…), rate(…) or at(…), as AWS has them.
        nightly: {
          cron: 'cron(0 3 * * ? *)',
          // Default: the one that the schedule has; UTC when it is created.
          timezone: 'Asia/Tokyo',
          // Default: <project>.<environment>.<service>.<name here>, in the group default.
          schedule: 'shop/nightly',
          // Name or ARN of the role that EventBridge Scheduler runs the task with.
          role: 'scheduler',
          command: ['node', 'report.js'],
          environment: { MODE: 'nightly' },
          // The container that they are for. Default: the first one that gets an image of the service.
          container: 'app',
          // Default: as it is; a new one runs.
          enabled: true,
          // Anything else, as CreateSchedule accepts it.
          settings: {
            Description: 'the nightly report',
            StartDate: '2026-12-01T00:00:00Z',
            EndDate: '2030-01-01T00:00:00Z',
            KmsKeyArn: 'arn:aws:kms:ap-northeast-1:222222222222:key/0123',
            ActionAfterCompletion: 'NONE',
            FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
            Target: {
              EcsParameters: { TaskCount: 1 },
              RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
              DeadLetterConfig: { Arn: 'arn:aws:sqs:ap-northeast-1:222222222222:lost-jobs' },
            },
          },
        },
      },
    },

    // The same repository and build as api: the image is built and pushed once.
    worker: {
      ecr: {
        repository: 'shop/api',
        build: {
          with: 'buildx',
          context: 'services/api',
          dockerfile: 'Dockerfile',
          target: 'runtime',
          args: { NODE_ENV: 'production' },
          secrets: { npm_token: { env: 'NPM_TOKEN' }, ca: { file: 'certificates/ca.pem' } },
          labels: { 'com.example.team': 'checkout' },
          platforms: ['linux/amd64'],
          builder: 'build-farm',
          cache: {
            from: ['111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/cache:api'],
            to: '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop/cache:api',
          },
          ssh: ['default'],
          network: 'default',
          pull: true,
        },
      },
      ecs: {
        cluster: '{{tfstate "output.cluster"}}',
        // concat joins its arguments; other helpers are default, eq, lower, upper.
        service: '{{concat "worker-" (lower (env "STAGE"))}}',
        container: 'worker',
        settings: {
          // In the place of capacityProviderStrategy: FARGATE, EC2 or EXTERNAL. Only for a service that is created.
          launchType: 'EC2',
          // In the place of ECS's own service-linked role: only with a Classic Load Balancer, and without awsvpc networking.
          role: 'ecsServiceRole',
          loadBalancers: [{ loadBalancerName: 'shop-classic', containerName: 'worker', containerPort: 8080 }],
        },
        // Tasks of other services (when: 'before') that must have succeeded before this one changes; they run once for all of them.
        needs: ['api/migrate'],
      },
      // Checked once it is rolled out: one check, or several, one after the other. When one fails, `onFailure` says what becomes of it.
      check: [
        {
          // Tells several checks apart. Default: their number.
          name: 'health',
          url: 'https://worker.example.com/healthz',
          // Default: GET.
          method: 'GET',
          // A text, or a variable that is read when the check runs and is in no plan.
          header: { 'x-probe': 'deploy', authorization: { env: 'SMOKE_TOKEN', prefix: 'Bearer ' } },
          // One, or several of which each will do. Default: 200.
          status: [200, 204],
          // Members that the JSON of the answer must have, others beside them. Default: any body.
          json: { version: '{{release.version}}' },
          // Until when the expected answer must have come, the pause between requests, and how many in a row. Defaults: 2m, 5s, 1.
          timeout: '2m',
          interval: '5s',
          consecutive: 3,
          // Default: a redirect is an answer.
          followRedirects: false,
          // Certificates to trust as well, relative to this file.
          caFile: 'certificates/ca.pem',
        },
        // At a stage of a blue/green deployment, before traffic moves; the settings of the service need a PAUSE hook there:
        // deploymentConfiguration: { strategy: 'BLUE_GREEN', lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] }
        // Default: after the rollout.
        { name: 'test-listener', url: 'https://worker.example.com:8443/healthz', at: 'POST_TEST_TRAFFIC_SHIFT' },
        // A program on this machine, without a shell; FUNADE_RELEASE_VERSION and others tell it the release. Default: 10m.
        { command: ['npm', 'run', 'smoke'], timeout: '5m' },
      ],
    },

    // A job: no service of ECS. A deploy registers its task definition, and what is under schedules runs it.
    report: {
      ecr: { repository: 'shop/report', build: { context: 'services/report' } },
      ecs: {
        cluster: 'shop-{{environment.name}}',
        taskDefinition: 'ecs/report.yaml',
        container: 'app',
        // How its tasks are launched: launchType or capacityProviderStrategy, networkConfiguration, platformVersion.
        settings: {
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b'], securityGroups: ['sg-0e3f'] } },
        },
      },
      schedules: { monthly: { cron: 'cron(0 3 1 * ? *)', role: 'scheduler' } },
    },

    // A service of Express Mode: ECS makes its load balancer, its scaling and its revisions. docs/express.md
    landing: {
      ecr: { repository: 'shop/landing', build: { context: 'services/landing' } },
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'landing',
        // What CreateExpressGatewayService takes, by its names. What is written is sent; {} is enough for a service that is there.
        express: {
          // Only for a service that is not there yet, which needs it; so do tags.
          infrastructureRoleArn: 'arn:aws:iam::222222222222:role/ecsInfrastructureRoleForExpressServices',
          tags: [{ key: 'team', value: 'shop' }],
          executionRoleArn: 'arn:aws:iam::222222222222:role/ecsTaskExecutionRole',
          taskRoleArn: 'arn:aws:iam::222222222222:role/landing',
          cpu: '512',
          memory: '1024',
          cpuArchitecture: 'ARM64',
          healthCheckPath: '/healthz',
          networkConfiguration: { subnets: ['subnet-0a1b', 'subnet-0c2d'], securityGroups: ['sg-0e3f'] },
          scalingTarget: {
            minTaskCount: 2,
            maxTaskCount: 10,
            autoScalingMetric: 'REQUEST_COUNT_PER_TARGET',
            autoScalingTargetValue: 200,
          },
          // The container Main. Its image is the image of the service. Not beside ecs.taskDefinition.
          primaryContainer: {
            containerPort: 8080,
            command: ['node', 'server.js'],
            // All of them: a list is replaced, not merged.
            environment: [{ name: 'LOG_LEVEL', value: 'info' }],
            secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:ap-northeast-1:222222222222:parameter/shop/key' }],
            repositoryCredentials: {
              credentialsParameter: 'arn:aws:secretsmanager:ap-northeast-1:222222222222:secret:registry',
            },
            awsLogsConfiguration: { logGroup: '/shop/landing', logStreamPrefix: 'ecs' },
          },
        },
      },
    },

    web: {
      ecr: {
        // Several images, by the names that `containers` refers to.
        images: {
          web: {
            repository: 'shop/web',
            // Made from files on a base image, without a container engine.
            build: {
              with: 'containerify',
              context: 'services/web',
              // The base image, or scratch for none.
              from: 'public.ecr.aws/docker/library/node:24-slim',
              // Files and folders of the context, and where they go. Default: the context is a Node application.
              content: { dist: '/app/dist', 'package.json': '/app/package.json' },
              entrypoint: ['node', '/app/dist/server.js'],
              env: { PORT: '8080' },
              user: '1000',
              workdir: '/app',
              expose: [8080],
            },
            // Created with these settings if it does not exist; an existing one keeps its settings. {} is enough.
            // Default: the repository must exist.
            createRepository: {
              // IMMUTABLE (the default), MUTABLE, or either of them with exclusions.
              tagMutability: 'IMMUTABLE_WITH_EXCLUSION',
              // Up to five tags that it does not apply to; * is a wildcard. buildcache lets buildx keep its cache there.
              tagMutabilityExclusions: ['buildcache', 'pr-*'],
              scanOnPush: true,
              // AES256 (the default), KMS or KMS_DSSE; without kmsKey AWS's own key.
              encryption: { type: 'KMS', kmsKey: 'alias/images' },
              tags: { team: 'checkout' },
            },
            // How task definitions refer to the image: tag-and-digest (the default), digest or tag.
            reference: 'digest',
            // The endpoint of the registry that it is pushed to and pulled from: fips, dual-stack or dual-stack-fips. Default: the plain one.
            registryEndpoint: 'dual-stack',
          },
          // Existing images, looked up while planning and deployed by digest: a tag or a digest of a
          // repository of the environment, or a whole name in any registry.
          proxy: {
            repository: 'shop/proxy',
            prebuilt: { tag: 'v3' },
            // Waits for ECR's scan, basic or enhanced, and deploys nothing with a finding of this severity or above.
            // For any image in ECR. `ignore` names what is accepted; waitMinutes is 10 unless written.
            scan: { failOn: 'CRITICAL', ignore: ['CVE-2026-1234'], waitMinutes: 15 },
          },
          agent: {
            repository: 'shop/agent',
            prebuilt: { digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
          },
          collector: { prebuilt: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3' },
        },
      },
      ecs: {
        cluster: 'shop-{{environment.name}}',
        service: 'web',
        // What new revisions are made from: a JSON, JSON5 or YAML file relative to this one, 'latest' (the latest active
        // revision of the family), or the body of RegisterTaskDefinition itself. Default: the revision that the service runs.
        taskDefinition: 'ecs/web.yaml',
        // What <NAME>, ${NAME} and __NAME__ stand for there, in settings and in tasks. With it, one that is left is refused.
        // Default: none is filled.
        placeholders: { LOG_LEVEL: 'info', PORT: 8080, VERSION: '{{release.version}}' },
        containers: {
          // Only a name: that of the image.
          web: 'web',
          nginx: {
            image: 'proxy',
            // Merged over the existing variables; null removes one.
            environment: { UPSTREAM: 'http://127.0.0.1:8080', DEBUG: null },
            // ARNs of secrets or parameters, the same way; ECS resolves them.
            secrets: { TLS_KEY: 'arn:aws:ssm:ap-northeast-1:222222222222:parameter/shop/tls-key' },
            // Any other field of a container: structures are merged by key, null removes a field.
            cpu: 64,
            healthCheck: { command: ['CMD', 'nginx', '-t'] },
            // Fields that are replaced entirely by what is written here. Default: none.
            exclusive: ['environment'],
          },
          agent: 'agent',
          otel: 'collector',
        },
      },
      // What differs per environment, merged over the above.
      environments: {
        production: {
          // Production builds nothing: it gets the very image of staging, copied between the two registries. `from` is the
          // environment's name, or says which repository and tag the image has there. Default: the same, and the release's.
          ecr: {
            images: { web: { from: { environment: 'staging', repository: 'shop/web', tag: '{{release.tag}}' } } },
          },
          ecs: { wait: { budget: '30m' } },
        },
      },
    },
  },
});
