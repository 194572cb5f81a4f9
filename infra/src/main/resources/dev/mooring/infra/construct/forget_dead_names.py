"""Removes the addresses of hosts that died without taking theirs from their name.

A record is a host's when its identifier is the prefix and the id of the instance. Others may be another fleet's.
Names are listed before instances, so one that is published meanwhile is not in the first list.
"""
import os

import boto3

LIVING = ["pending", "running", "shutting-down", "stopping"]


def living(ec2, group):
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=[
            {"Name": "tag:aws:autoscaling:groupName", "Values": [group]},
            {"Name": "instance-state-name", "Values": LIVING},
        ]
    )
    return {
        instance["InstanceId"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
    }


def published(dns, zone, name, prefix):
    pages = dns.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
    return [
        each
        for page in pages
        for each in page["ResourceRecordSets"]
        if each["Name"].rstrip(".") == name
        and each["Type"] == "A"
        and each.get("SetIdentifier", "").startswith(prefix + "i-")
    ]


def handler(event, context):
    dns = boto3.client("route53")
    zone = os.environ["ZONE"]
    prefix = os.environ.get("PREFIX", "")
    names = published(dns, zone, os.environ["NAME"], prefix)
    hosts = living(boto3.client("ec2"), os.environ["GROUP"])
    dead = [each for each in names if each["SetIdentifier"].removeprefix(prefix) not in hosts]
    if dead:
        changes = [{"Action": "DELETE", "ResourceRecordSet": each} for each in dead]
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
    print({"removed": [each["SetIdentifier"] for each in dead]})
    return len(dead)
