package dev.mooring.infra.update;

import dev.mooring.infra.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fleet between two steps of its update.
 *
 * @param step what was done last, as in {@code replace Targets}
 * @param stack all that is deployed, what is to be cleaned up included; each reference names a deployed resource
 * @param launches what a host would know that the group launches now, as for one that died; null without a group
 */
record Moment(String step, Template stack, @Nullable Template launches, List<RunningHost> hosts) {
    Moment {
        hosts = List.copyOf(hosts);
    }
}
