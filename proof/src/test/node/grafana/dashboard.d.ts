export type { Dashboard } from "@grafana/schema/dist/types/raw/dashboard/x/types.gen.js";
