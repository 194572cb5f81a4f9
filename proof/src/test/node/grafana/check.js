// Whether dashboards are what Grafana's own types say: one line for each file, "FILE valid" or "FILE PATH MESSAGE".
// usage: node check.js FILE...
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const path = fileURLToPath(new URL("dashboard.d.ts", import.meta.url));
const schema = createGenerator({ path, type: "Dashboard", skipTypeCheck: true }).createSchema("Dashboard");
const isDashboard = new Ajv({ strict: false }).compile(schema);
for (const file of process.argv.slice(2)) {
  const valid = isDashboard(JSON.parse(readFileSync(file, "utf8")));
  const [first] = isDashboard.errors ?? [];
  console.log(file, valid ? "valid" : `${first.instancePath || "/"} ${first.message}`);
}
