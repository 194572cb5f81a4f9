# AWS's SDK for Python through the life of a host: sdk.py ENDPOINT TARGET_GROUP GROUP INSTANCE ZONE, a line an answer.
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, target_group, group, instance, zone = sys.argv[1:]


def client(service):
    return botocore.session.get_session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="AKIDTEST",
        aws_secret_access_key="test",
        # What the SDK would refuse by itself is to be refused by the other side.
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )


scaling, balancing, stacks, names = (client(each) for each in ("autoscaling", "elbv2", "cloudformation", "route53"))


def answer(what, call, shown=lambda told: "done"):
    try:
        print(what, shown(call()))
    except ClientError as refused:
        print(what, refused.response["Error"]["Code"])


targets = [{"Id": "10.0.1.17", "Port": 8080}]
launch = {"AutoScalingGroupName": group, "InstanceId": instance, "LifecycleHookName": "launch"}


def health(told):
    return ",".join(f"{each['Target']['Port']} {each['TargetHealth']['State']}" for each in told["TargetHealthDescriptions"])


def state(told):
    return ",".join(f"{each['LifecycleState']} {each['HealthStatus']}" for each in told["AutoScalingInstances"])


def record(action):
    return names.change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={
            "Changes": [
                {
                    "Action": action,
                    "ResourceRecordSet": {
                        "Name": "ws.example.com",
                        "Type": "A",
                        "TTL": 60,
                        "MultiValueAnswer": True,
                        "SetIdentifier": instance,
                        "ResourceRecords": [{"Value": "198.51.100.17"}],
                    },
                }
            ]
        },
    )


answer("state", lambda: scaling.describe_auto_scaling_instances(InstanceIds=[instance]), state)
answer("register", lambda: balancing.register_targets(TargetGroupArn=target_group, Targets=targets))
answer("health", lambda: balancing.describe_target_health(TargetGroupArn=target_group, Targets=targets), health)
answer("heartbeat", lambda: scaling.record_lifecycle_action_heartbeat(**launch))
answer("complete", lambda: scaling.complete_lifecycle_action(**launch, LifecycleActionResult="CONTINUE"))
answer("again", lambda: scaling.complete_lifecycle_action(**launch, LifecycleActionResult="CONTINUE"))
answer("state", lambda: scaling.describe_auto_scaling_instances(InstanceIds=[instance]), state)
answer("deregister", lambda: balancing.deregister_targets(TargetGroupArn=target_group, Targets=targets))
answer("health", lambda: balancing.describe_target_health(TargetGroupArn=target_group, Targets=targets), health)
answer("elsewhere", lambda: balancing.deregister_targets(TargetGroupArn="arn:other", Targets=targets))
answer("port", lambda: balancing.register_targets(TargetGroupArn=target_group, Targets=[{"Id": "10.0.1.17", "Port": 70000}]))
answer(
    "signal",
    lambda: stacks.signal_resource(StackName="Mooring", LogicalResourceId="Hosts", UniqueId=instance, Status="SUCCESS"),
)
answer("publish", lambda: record("UPSERT"), lambda told: told["ChangeInfo"]["Status"])
answer("withdraw", lambda: record("DELETE"), lambda told: told["ChangeInfo"]["Status"])
answer("withdraw", lambda: record("DELETE"))


def progress(told):
    return ",".join(
        f"{each['Status']} {each['PercentageComplete']} {each['InstancesToUpdate']}" for each in told["InstanceRefreshes"]
    )


def start(least):
    return scaling.start_instance_refresh(
        AutoScalingGroupName=group,
        DesiredConfiguration={"LaunchTemplate": {"LaunchTemplateId": "lt-0123456789abcdef0", "Version": "2"}},
        Preferences={
            "MinHealthyPercentage": least,
            "MaxHealthyPercentage": 200,
            "CheckpointPercentages": [50, 100],
            "CheckpointDelay": 600,
            "InstanceWarmup": 180,
            "BakeTime": 600,
            "AlarmSpecification": {"Alarms": ["UnhealthyHosts"]},
        },
    )


def refreshes():
    return scaling.describe_instance_refreshes(AutoScalingGroupName=group)


answer("refresh", lambda: start(90))
answer("refresh", lambda: start(100))
answer("refresh", lambda: start(100))
answer("progress", refreshes, progress)
answer("roll back", lambda: scaling.rollback_instance_refresh(AutoScalingGroupName=group))
answer("progress", refreshes, progress)
answer("roll back", lambda: scaling.rollback_instance_refresh(AutoScalingGroupName=group))
answer("cancel", lambda: scaling.cancel_instance_refresh(AutoScalingGroupName=group))
answer("progress", refreshes, progress)
