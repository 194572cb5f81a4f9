// AWS's SDK for JavaScript through the life of a host: sdk.mjs ENDPOINT TARGET_GROUP GROUP INSTANCE ZONE, a line an answer.
import { createRequire } from "node:module";

const load = (name) => createRequire(process.env.SDK + "/")(`@aws-sdk/client-${name}`);
const { AutoScaling } = load("auto-scaling");
const { ElasticLoadBalancingV2 } = load("elastic-load-balancing-v2");
const { CloudFormation } = load("cloudformation");
const { Route53 } = load("route-53");
const [endpoint, targetGroup, group, instance, zone] = process.argv.slice(2);

const settings = {
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDTEST", secretAccessKey: "test" },
  maxAttempts: 1,
};
const scaling = new AutoScaling(settings);
const balancing = new ElasticLoadBalancingV2(settings);
const stacks = new CloudFormation(settings);
const names = new Route53(settings);

const answer = async (what, call, shown = () => "done") => {
  try {
    console.log(what, shown(await call()));
  } catch (error) {
    console.log(what, error.name);
  }
};

const Targets = [{ Id: "10.0.1.17", Port: 8080 }];
const launch = { AutoScalingGroupName: group, InstanceId: instance, LifecycleHookName: "launch" };
const health = (told) => told.TargetHealthDescriptions.map((each) => `${each.Target.Port} ${each.TargetHealth.State}`).join();
const state = (told) => told.AutoScalingInstances.map((each) => `${each.LifecycleState} ${each.HealthStatus}`).join();
const record = (Action) =>
  names.changeResourceRecordSets({
    HostedZoneId: zone,
    ChangeBatch: {
      Changes: [
        {
          Action,
          ResourceRecordSet: {
            Name: "ws.example.com",
            Type: "A",
            TTL: 60,
            MultiValueAnswer: true,
            SetIdentifier: instance,
            ResourceRecords: [{ Value: "198.51.100.17" }],
          },
        },
      ],
    },
  });

await answer("state", () => scaling.describeAutoScalingInstances({ InstanceIds: [instance] }), state);
await answer("register", () => balancing.registerTargets({ TargetGroupArn: targetGroup, Targets }));
await answer("health", () => balancing.describeTargetHealth({ TargetGroupArn: targetGroup, Targets }), health);
await answer("heartbeat", () => scaling.recordLifecycleActionHeartbeat(launch));
await answer("complete", () => scaling.completeLifecycleAction({ ...launch, LifecycleActionResult: "CONTINUE" }));
await answer("again", () => scaling.completeLifecycleAction({ ...launch, LifecycleActionResult: "CONTINUE" }));
await answer("state", () => scaling.describeAutoScalingInstances({ InstanceIds: [instance] }), state);
await answer("deregister", () => balancing.deregisterTargets({ TargetGroupArn: targetGroup, Targets }));
await answer("health", () => balancing.describeTargetHealth({ TargetGroupArn: targetGroup, Targets }), health);
await answer("elsewhere", () => balancing.deregisterTargets({ TargetGroupArn: "arn:other", Targets }));
await answer("port", () => balancing.registerTargets({ TargetGroupArn: targetGroup, Targets: [{ Id: "10.0.1.17", Port: 70000 }] }));
await answer("signal", () =>
  stacks.signalResource({ StackName: "Mooring", LogicalResourceId: "Hosts", UniqueId: instance, Status: "SUCCESS" }),
);
await answer("publish", () => record("UPSERT"), (told) => told.ChangeInfo.Status);
await answer("withdraw", () => record("DELETE"), (told) => told.ChangeInfo.Status);
await answer("withdraw", () => record("DELETE"));

const AutoScalingGroupName = group;
const progress = (told) => told.InstanceRefreshes.map((each) => `${each.Status} ${each.PercentageComplete} ${each.InstancesToUpdate}`).join();
const start = (MinHealthyPercentage) =>
  scaling.startInstanceRefresh({
    AutoScalingGroupName,
    DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: "lt-0123456789abcdef0", Version: "2" } },
    Preferences: {
      MinHealthyPercentage,
      MaxHealthyPercentage: 200,
      CheckpointPercentages: [50, 100],
      CheckpointDelay: 600,
      InstanceWarmup: 180,
      BakeTime: 600,
      AlarmSpecification: { Alarms: ["UnhealthyHosts"] },
    },
  });
await answer("refresh", () => start(90));
await answer("refresh", () => start(100));
await answer("refresh", () => start(100));
await answer("progress", () => scaling.describeInstanceRefreshes({ AutoScalingGroupName }), progress);
await answer("roll back", () => scaling.rollbackInstanceRefresh({ AutoScalingGroupName }));
await answer("progress", () => scaling.describeInstanceRefreshes({ AutoScalingGroupName }), progress);
await answer("roll back", () => scaling.rollbackInstanceRefresh({ AutoScalingGroupName }));
await answer("cancel", () => scaling.cancelInstanceRefresh({ AutoScalingGroupName }));
await answer("progress", () => scaling.describeInstanceRefreshes({ AutoScalingGroupName }), progress);
