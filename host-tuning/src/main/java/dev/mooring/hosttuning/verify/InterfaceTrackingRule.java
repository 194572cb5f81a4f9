package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;

/** A reminder of the tracking timeout of the EC2 network interface, which no host can read. */
final class InterfaceTrackingRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        String type = host.plan().spec().instance().name();
        String byDefault = DurationText.format(host.plan().spec().instance().defaultTrackingTimeout());
        return List.of(host.plan()
                .interfaceTrackingTimeout()
                .map(timeout -> check(DurationText.format(timeout))
                        .skip(
                                Actual.NOTHING,
                                "Not readable on the host: the launch template must set TcpEstablishedTimeout; "
                                        + byDefault + " is the default of " + type + "."))
                .orElseGet(() -> check(byDefault)
                        .skip(Actual.NOTHING, "Not readable on the host, and fixed for " + type + ".")));
    }

    private static Check check(String expected) {
        return new Check(
                "interface tracking", Severity.WARNING, "= " + expected, "2 x idle-timeout where it can be set");
    }
}
