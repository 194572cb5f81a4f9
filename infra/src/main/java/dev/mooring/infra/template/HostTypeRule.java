package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;

/** The launch template: a known instance type, and a tracking timeout only where the type has one, in its range. */
final class HostTypeRule implements TemplateRule {
    private static final long MIN_SECONDS = 60;
    private static final long MAX_SECONDS = 432_000;

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::EC2::LaunchTemplate").flatMap(HostTypeRule::check);
    }

    private static Stream<String> check(Resource launch) {
        JsonNode data = launch.properties().path("LaunchTemplateData");
        try {
            InstanceType type = InstanceCatalog.find(data.path("InstanceType").asText());
            JsonNode timeout = data.at("/NetworkInterfaces/0/ConnectionTrackingSpecification/TcpEstablishedTimeout");
            return timeout.isMissingNode() ? checkDefault(launch, type) : checkTimeout(launch, type, timeout.asLong());
        } catch (RefusedException unknown) {
            return Stream.of(launch.id() + ": " + unknown.getMessage());
        }
    }

    private static Stream<String> checkDefault(Resource launch, InstanceType type) {
        return type.forgetsSoon()
                ? Stream.of(launch.violation(
                        "TcpEstablishedTimeout",
                        "",
                        "is not set on " + type.name() + ", which forgets an idle connection after",
                        DurationText.format(type.defaultTrackingTimeout())))
                : Stream.empty();
    }

    private static Stream<String> checkTimeout(Resource launch, InstanceType type, long seconds) {
        if (!type.trackingTimeoutConfigurable()) {
            return Stream.of(
                    launch.violation("TcpEstablishedTimeout", Long.toString(seconds), "cannot be set on", type.name()));
        }
        return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS
                ? Stream.empty()
                : Stream.of(launch.violation(
                        "TcpEstablishedTimeout",
                        Long.toString(seconds),
                        "is outside",
                        MIN_SECONDS + "-" + MAX_SECONDS));
    }
}
