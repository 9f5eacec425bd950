"""What boto3 sees of tasks, logs, rules, schedules, scaling and Express Mode; prints JSON.

Needs CLUSTER in the environment.
"""

import json
import os
import time

import boto3
from botocore.exceptions import ClientError

cluster = os.environ["CLUSTER"]
ecs, events, scheduler = boto3.client("ecs"), boto3.client("events"), boto3.client("scheduler")
logs, scaling = boto3.client("logs"), boto3.client("application-autoscaling")
network = {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}
seen = {}


def code(call, **request):
    try:
        call(**request)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]


run = {
    "cluster": cluster,
    "taskDefinition": "job",
    "launchType": "FARGATE",
    "networkConfiguration": network,
    "clientToken": "t1",
    "startedBy": "tour",
    "overrides": {"containerOverrides": [{"name": "app", "command": ["migrate"]}]},
}
task = ecs.run_task(**run)["tasks"][0]["taskArn"]
seen["sameTask"] = ecs.run_task(**run)["tasks"][0]["taskArn"] == task
seen["conflict"] = code(ecs.run_task, **{**run, "count": 2})
ecs.get_waiter("tasks_stopped").wait(cluster=cluster, tasks=[task], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
stopped = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]
seen["exitCode"] = stopped["containers"][0]["exitCode"]
seen["startedBy"] = ecs.list_tasks(cluster=cluster, startedBy="tour", desiredStatus="STOPPED")["taskArns"] == [task]
seen["lines"] = [event["message"] for event in logs.filter_log_events(logGroupName="/ecs/job")["events"]]
seen["wrongType"] = code(ecs.delete_task_definitions, taskDefinitions=[])

events.put_rule(Name="nightly", ScheduleExpression="cron(0 3 * * ? *)")
arn = stopped["clusterArn"]
target = {
    "Id": "job",
    "Arn": arn,
    "RoleArn": "arn:aws:iam::111111111111:role/events",
    "EcsParameters": {"TaskDefinitionArn": stopped["taskDefinitionArn"], "TaskCount": 1},
}
seen["failedEntries"] = events.put_targets(Rule="nightly", Targets=[target])["FailedEntryCount"]
seen["targets"] = events.list_targets_by_rule(Rule="nightly")["Targets"] == [target]
seen["rules"] = events.list_rule_names_by_target(TargetArn=arn)["RuleNames"]

written = {key: value for key, value in target.items() if key != "Id"}
schedule = {"Name": "hourly", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": written}
scheduler.create_schedule(**schedule, ScheduleExpression="rate(1 hour)", State="DISABLED")
read = scheduler.get_schedule(Name="hourly")
kept = {k: v for k, v in read.items() if k not in ("Arn", "CreationDate", "LastModificationDate", "ResponseMetadata")}
scheduler.update_schedule(**kept)
seen["state"] = scheduler.get_schedule(Name="hourly")["State"]
seen["missing"] = code(scheduler.get_schedule, Name="none")

events.put_rule(Name="minutely", ScheduleExpression="rate(1 minute)")
vpc = {"awsvpcConfiguration": {"Subnets": ["subnet-1"]}}
launched = {**target["EcsParameters"], "LaunchType": "FARGATE", "NetworkConfiguration": vpc}
events.put_targets(Rule="minutely", Targets=[{**target, "EcsParameters": launched}])
minutely = {**schedule, "Name": "minutely", "Target": {**written, "EcsParameters": launched}}
scheduler.create_schedule(**minutely, ScheduleExpression="rate(1 minute)")
starters = ["chronos-schedule/minutely", "events-rule/minutely"]
started = {}
for _ in range(60):
    for starter in starters:
        for status in ("RUNNING", "STOPPED"):
            if ecs.list_tasks(cluster=cluster, startedBy=starter, desiredStatus=status)["taskArns"]:
                started[starter] = True
    if len(started) == len(starters):
        break
    time.sleep(0.5)
seen["fired"] = sorted(started)

group = f"arn:aws:logs:{logs.meta.region_name}:111111111111:log-group:/ecs/actions"
logs.put_delivery_source(name="shop", resourceArn=arn, logType="ACTION_LOGS")
destination = logs.put_delivery_destination(
    name="actions", deliveryDestinationConfiguration={"destinationResourceArn": group}
)["deliveryDestination"]
logs.create_delivery(deliverySourceName="shop", deliveryDestinationArn=destination["arn"])
seen["delivery"] = logs.describe_deliveries()["deliveries"][0]["deliveryDestinationType"]
seen["deliveredFrom"] = logs.describe_delivery_sources()["deliverySources"][0]["resourceArns"] == [arn]

dimension = {
    "ServiceNamespace": "ecs",
    "ResourceId": f"service/{cluster}/api",
    "ScalableDimension": "ecs:service:DesiredCount",
}
scaling.register_scalable_target(**dimension, MinCapacity=3, MaxCapacity=9)
seen["desired"] = ecs.describe_services(cluster=cluster, services=["api"])["services"][0]["desiredCount"]

if hasattr(ecs, "create_express_gateway_service"):
    made = ecs.create_express_gateway_service(
        cluster=cluster,
        serviceName="web",
        infrastructureRoleArn="arn:aws:iam::111111111111:role/infrastructure",
        executionRoleArn="arn:aws:iam::111111111111:role/execution",
        primaryContainer={"image": "registry.test/web:1"},
    )["service"]
    found = ecs.describe_express_gateway_service(serviceArn=made["serviceArn"])["service"]
    seen["express"] = found["activeConfigurations"][0]["primaryContainer"]["image"]

print(json.dumps(seen))
