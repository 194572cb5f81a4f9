package dev.mooring.awsstandin;

import dev.mooring.awsstandin.alarm.AlarmState;
import dev.mooring.awsstandin.refresh.InstanceRefresh;
import dev.mooring.awsstandin.refresh.RefreshPreferences;
import dev.mooring.awsstandin.refresh.RefreshStatus;
import dev.mooring.awsstandin.refresh.RefreshedGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instance refreshes of a group, as they are asked for over the wire. Sources: Amazon EC2 Auto Scaling API,
 * StartInstanceRefresh, DescribeInstanceRefreshes, CancelInstanceRefresh, RollbackInstanceRefresh. Thread-safe.
 */
public final class Refreshes {
    /** Where a request says nothing. User guide, "Understand the default values for an instance refresh". */
    private static final String DEFAULT_MIN_HEALTHY = "90";

    private static final String DEFAULT_MAX_HEALTHY = "100";
    private static final String CHECKPOINT_DELAY = "3600";

    private record Started(String id, String former, InstanceRefresh refresh, boolean reversible) {}

    private final InstantSource clock;
    private final String name;
    private final Alarms alarms;
    private final List<Started> started = new ArrayList<>();
    private @Nullable RefreshedGroup group;
    private String version = "";

    Refreshes(InstantSource clock, String name, Alarms alarms) {
        this.clock = clock;
        this.name = name;
        this.alarms = alarms;
    }

    /**
     * The group that is refreshed.
     *
     * @param current the version of the launch template that its instances have
     */
    public synchronized void group(RefreshedGroup refreshed, String current) {
        group = refreshed;
        version = current;
    }

    synchronized String start(QueryForm form) {
        RefreshedGroup refreshed = require(form);
        if (!started.isEmpty() && started.getLast().refresh().look().isActive()) {
            throw new AwsRefusal(
                    "InstanceRefreshInProgress",
                    "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.");
        }
        String wanted = form.text("DesiredConfiguration.LaunchTemplate.Version");
        List<String> watched = form.members("Preferences.AlarmSpecification.Alarms").stream()
                .map(member -> member.text(""))
                .toList();
        String former = current();
        // Without a desired configuration all are replaced by the same.
        version = wanted.isEmpty() ? former + " again" : wanted;
        InstanceRefresh refresh = new InstanceRefresh(
                clock,
                preferences(form),
                former,
                version,
                refreshed,
                () -> watched.stream().anyMatch(alarm -> alarms.state(alarm) == AlarmState.ALARM));
        String id = String.format("08b91cf7-8fa6-48af-b6a6-%012d", started.size() + 1);
        started.add(new Started(id, former, refresh, !wanted.isEmpty()));
        refresh.look();
        return "<InstanceRefreshId>" + id + "</InstanceRefreshId>";
    }

    synchronized String cancel(QueryForm form) {
        require(form);
        Started last = active();
        if (!last.refresh().cancel()) {
            throw none();
        }
        return "<InstanceRefreshId>" + last.id() + "</InstanceRefreshId>";
    }

    synchronized String rollBack(QueryForm form) {
        require(form);
        Started last = active();
        if (last.refresh().look().isActive() && !last.reversible()) {
            throw new AwsRefusal("IrreversibleInstanceRefresh", "there is no desired configuration");
        }
        if (!last.refresh().rollBack()) {
            throw none();
        }
        return "<InstanceRefreshId>" + last.id() + "</InstanceRefreshId>";
    }

    synchronized String describe(QueryForm form) {
        require(form);
        StringBuilder members = new StringBuilder();
        for (Started each : started.reversed()) {
            InstanceRefresh refresh = each.refresh();
            members.append("<member><InstanceRefreshId>")
                    .append(each.id())
                    .append("</InstanceRefreshId><AutoScalingGroupName>")
                    .append(name)
                    .append("</AutoScalingGroupName><Status>")
                    .append(refresh.look())
                    .append("</Status>")
                    .append(refresh.reason().isEmpty() ? "" : "<StatusReason>" + refresh.reason() + "</StatusReason>")
                    .append("<StartTime>")
                    .append(refresh.start())
                    .append("</StartTime>")
                    .append(refresh.end().equals(Instant.MAX) ? "" : "<EndTime>" + refresh.end() + "</EndTime>")
                    .append("<PercentageComplete>")
                    .append(refresh.percentComplete())
                    .append("</PercentageComplete><InstancesToUpdate>")
                    .append(refresh.left())
                    .append("</InstancesToUpdate></member>");
        }
        return "<InstanceRefreshes>" + members + "</InstanceRefreshes>";
    }

    private String current() {
        boolean takenBack =
                !started.isEmpty() && started.getLast().refresh().look() == RefreshStatus.ROLLBACK_SUCCESSFUL;
        return takenBack ? started.getLast().former() : version;
    }

    private Started active() {
        if (started.isEmpty()) {
            throw none();
        }
        return started.getLast();
    }

    private static AwsRefusal none() {
        return new AwsRefusal("ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found.");
    }

    private RefreshedGroup require(QueryForm form) {
        if (group == null || !form.text("AutoScalingGroupName").equals(name)) {
            throw new AwsRefusal("ValidationError", "AutoScalingGroup name not found - null");
        }
        return group;
    }

    private static RefreshPreferences preferences(QueryForm form) {
        List<Integer> checkpoints = form.members("Preferences.CheckpointPercentages").stream()
                .map(member -> Integer.valueOf(member.text("")))
                .toList();
        try {
            return new RefreshPreferences(
                    Integer.parseInt(given(form, "MinHealthyPercentage", DEFAULT_MIN_HEALTHY)),
                    Integer.parseInt(given(form, "MaxHealthyPercentage", DEFAULT_MAX_HEALTHY)),
                    checkpoints,
                    seconds(form, "CheckpointDelay", CHECKPOINT_DELAY),
                    seconds(form, "InstanceWarmup", "0"),
                    seconds(form, "BakeTime", "0"),
                    given(form, "AutoRollback", "false").equals("true"));
        } catch (IllegalArgumentException impossible) {
            throw new AwsRefusal("ValidationError", String.valueOf(impossible.getMessage()));
        }
    }

    private static Duration seconds(QueryForm form, String preference, String otherwise) {
        return Duration.ofSeconds(Long.parseLong(given(form, preference, otherwise)));
    }

    private static String given(QueryForm form, String preference, String otherwise) {
        String text = form.text("Preferences." + preference);
        return text.isEmpty() ? otherwise : text;
    }
}
