"""Has the group leave its hosts where they are: it would end full ones to balance availability zones.

CloudFormation has no property for it (aws-cloudformation/cloudformation-coverage-roadmap, aws/aws-cdk issue 36134), so it runs
this when the group has been made. Nothing is taken back when the stack goes: the group goes with it.
"""
import boto3
import cfnresponse


def handler(event, context):
    try:
        if event["RequestType"] != "Delete":
            asked = event["ResourceProperties"]
            boto3.client("autoscaling").suspend_processes(
                AutoScalingGroupName=asked["Group"], ScalingProcesses=[asked["Process"]]
            )
        cfnresponse.send(event, context, cfnresponse.SUCCESS, {}, "kept")
    except Exception as refused:  # Without an answer CloudFormation waits for an hour.
        cfnresponse.send(event, context, cfnresponse.FAILED, {}, "kept", reason=str(refused))
