// AWS's SDK for JavaScript against a push port: sdk.mjs ENDPOINT CONNECTION SLOW_CONNECTION, a line for each answer.
import { createRequire } from "node:module";

const { ApiGatewayManagementApi } = createRequire(process.env.SDK + "/")("@aws-sdk/client-apigatewaymanagementapi");
const [endpoint, one, slow] = process.argv.slice(2);

const client = (secretAccessKey) =>
  new ApiGatewayManagementApi({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIDTEST", secretAccessKey },
    maxAttempts: 1,
  });

const status = async (call) => {
  try {
    return (await call()).$metadata.httpStatusCode;
  } catch (error) {
    return `${error.$metadata?.httpStatusCode} ${error.name}`;
  }
};

const sdk = client("secret-of-this-test");
console.log("post", await status(() => sdk.postToConnection({ ConnectionId: one, Data: "héllo" })));
const told = await sdk.getConnection({ ConnectionId: one });
console.log("get", told.Identity.SourceIp, told.ConnectedAt <= told.LastActiveAt ? "True" : "False");
console.log("too large", await status(() => sdk.postToConnection({ ConnectionId: one, Data: new Uint8Array(131073) })));
console.log("no id", await status(() => sdk.getConnection({ ConnectionId: "x/y" })));
console.log("stranger", await status(() => client("another-secret-altogether").getConnection({ ConnectionId: one })));
let full = 200;
for (let i = 0; i < 1000 && full === 200; i++) {
  full = await status(() => sdk.postToConnection({ ConnectionId: slow, Data: new Uint8Array(131072) }));
}
console.log("full", full);
console.log("delete", await status(() => sdk.deleteConnection({ ConnectionId: one })));
console.log("unknown", await status(() => sdk.postToConnection({ ConnectionId: "R0oXAdfD0kwCH6w=", Data: "late" })));
