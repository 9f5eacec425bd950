"""The same deploy through boto3 and its own waiter: registers a revision with a new image, updates, waits, prints JSON.

Needs CLUSTER, SERVICE, CONTAINER and IMAGE in the environment.
"""

import json
import os

import boto3

cluster, service = os.environ["CLUSTER"], os.environ["SERVICE"]
ecs = boto3.client("ecs")

running = ecs.describe_services(cluster=cluster, services=[service])["services"][0]["taskDefinition"]
definition = ecs.describe_task_definition(taskDefinition=running)["taskDefinition"]
members = ecs.meta.service_model.operation_model("RegisterTaskDefinition").input_shape.members
request = {key: value for key, value in definition.items() if key in members}
for container in request["containerDefinitions"]:
    if container["name"] == os.environ["CONTAINER"]:
        container["image"] = os.environ["IMAGE"]
revision = ecs.register_task_definition(**request)["taskDefinition"]["taskDefinitionArn"]
ecs.update_service(cluster=cluster, service=service, taskDefinition=revision)
ecs.get_waiter("services_stable").wait(
    cluster=cluster, services=[service], WaiterConfig={"Delay": 1, "MaxAttempts": 120}
)
after = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
print(
    json.dumps(
        {
            "registered": revision,
            "running": after["taskDefinition"],
            "caller": boto3.client("sts").get_caller_identity()["Account"],
            "rolloutState": after["deployments"][0].get("rolloutState"),
        }
    )
)
