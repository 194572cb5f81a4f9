package dev.mooring.capacity.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mooring.capacity.ClientLoad;
import dev.mooring.capacity.FleetBounds;
import dev.mooring.capacity.Hardware;
import dev.mooring.capacity.HostPlan;
import dev.mooring.capacity.HostSpec;
import dev.mooring.capacity.Ingress;
import dev.mooring.capacity.KeepaliveLoad;
import dev.mooring.capacity.KeepaliveTiming;
import dev.mooring.capacity.ProgramMemory;

/** What is grouped for people who read the code, and flat for programs that read the JSON. */
final class FlatJson {
    private FlatJson() {}

    interface OfPlan {
        @JsonUnwrapped
        HostPlan host();

        @JsonUnwrapped
        ClientLoad load();
    }

    interface OfSpec {
        @JsonUnwrapped
        Ingress ingress();

        @JsonUnwrapped
        FleetBounds fleet();

        @JsonUnwrapped
        KeepaliveTiming timing();

        @JsonUnwrapped
        HostSpec host();
    }

    interface OfType {
        @JsonUnwrapped
        Hardware hardware();
    }

    interface OfLoad {
        @JsonProperty("keepalive-load")
        KeepaliveLoad keepalive();
    }

    interface OfBudget {
        @JsonUnwrapped
        ProgramMemory programs();
    }
}
