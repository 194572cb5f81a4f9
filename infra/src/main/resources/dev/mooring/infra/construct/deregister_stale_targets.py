"""Deregisters targets whose address belongs to no living instance of the group: a host that died without leaving.

Targets are listed before instances, so an address that registers meanwhile is not in the first list.
"""
import os

import boto3

LIVING = ["pending", "running", "shutting-down", "stopping"]


def addresses_of(ec2, group):
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=[
            {"Name": "tag:aws:autoscaling:groupName", "Values": [group]},
            {"Name": "instance-state-name", "Values": LIVING},
        ]
    )
    return {
        interface["PrivateIpAddress"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
        for interface in instance["NetworkInterfaces"]
    }


def stale(health, living):
    return [
        {"Id": each["Target"]["Id"], "Port": each["Target"]["Port"]}
        for each in health
        if each["TargetHealth"]["State"] != "draining" and each["Target"]["Id"] not in living
    ]


def handler(event, context):
    elb = boto3.client("elbv2")
    target_group = os.environ["TARGET_GROUP"]
    health = elb.describe_target_health(TargetGroupArn=target_group)["TargetHealthDescriptions"]
    targets = stale(health, addresses_of(boto3.client("ec2"), os.environ["GROUP"]))
    if targets:
        elb.deregister_targets(TargetGroupArn=target_group, Targets=targets)
    print({"deregistered": targets})
    return len(targets)
