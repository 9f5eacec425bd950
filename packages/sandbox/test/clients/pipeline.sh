#!/usr/bin/env bash
# The deploy script that teams copy from blog posts, unchanged in its commands: the AWS CLI and the Docker CLI know
# nothing of a sandbox but AWS_ENDPOINT_URL. Needs CLUSTER, SERVICE, CONTAINER, REPOSITORY, TAG and CONTEXT.
# With SKIP_BUILD=1 the image is taken to be there already.
set -euo pipefail

uri=$(aws ecr describe-repositories --repository-names "$REPOSITORY" --query 'repositories[0].repositoryUri' --output text)
image="$uri:$TAG"

if [ "${SKIP_BUILD:-}" != 1 ]; then
  aws ecr get-login-password | docker login --username AWS --password-stdin "${uri%%/*}"
  docker build --tag "$image" "$CONTEXT"
  docker push "$image"
fi

family=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].taskDefinition' --output text)
aws ecs describe-task-definition --task-definition "$family" --query taskDefinition |
  jq --arg image "$image" --arg container "$CONTAINER" '
    (.containerDefinitions[] | select(.name == $container) | .image) = $image
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' \
    >"$WORK/task-definition.json"
revision=$(aws ecs register-task-definition --cli-input-json "file://$WORK/task-definition.json" \
  --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$revision" >/dev/null
aws ecs wait services-stable --cluster "$CLUSTER" --services "$SERVICE"
aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --output json
