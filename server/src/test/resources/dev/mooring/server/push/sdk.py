"""AWS's SDK for Python against a push port: sdk.py ENDPOINT CONNECTION SLOW_CONNECTION, a line for each answer."""

import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError


def client(secret):
    return botocore.session.Session().create_client(
        "apigatewaymanagementapi",
        region_name="eu-central-1",
        endpoint_url=sys.argv[1],
        aws_access_key_id="AKIDTEST",
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 0}),
    )


def said(call, **arguments):
    try:
        return call(**arguments)
    except ClientError as error:
        answer = error.response
        return f'{answer["ResponseMetadata"]["HTTPStatusCode"]} {answer["Error"]["Code"]}'


def status(call, **arguments):
    answer = said(call, **arguments)
    return answer if isinstance(answer, str) else answer["ResponseMetadata"]["HTTPStatusCode"]


sdk = client("secret-of-this-test")
one, slow = sys.argv[2:]
print("post", status(sdk.post_to_connection, ConnectionId=one, Data="héllo".encode()))
told = said(sdk.get_connection, ConnectionId=one)
times = told["ConnectedAt"] <= told["LastActiveAt"]
print("get", told["Identity"]["SourceIp"], times)
print("too large", status(sdk.post_to_connection, ConnectionId=one, Data=bytes(131073)))
print("no id", status(sdk.get_connection, ConnectionId="x/y"))
print("stranger", status(client("another-secret-altogether").get_connection, ConnectionId=one))
full = 200
for _ in range(1000):
    full = status(sdk.post_to_connection, ConnectionId=slow, Data=bytes(131072))
    if full != 200:
        break
print("full", full)
print("delete", status(sdk.delete_connection, ConnectionId=one))
print("unknown", status(sdk.post_to_connection, ConnectionId="R0oXAdfD0kwCH6w=", Data=b"late"))
