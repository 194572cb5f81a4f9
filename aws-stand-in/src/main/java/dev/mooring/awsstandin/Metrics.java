package dev.mooring.awsstandin;

import java.util.ArrayList;
import java.util.List;

/** What CloudWatch was given. */
public final class Metrics {
    private final List<String> data = new ArrayList<>();

    /** Every datum, as in {@code Mooring/ConnectionsPerHost{AutoScalingGroupName=fleet} 17}. */
    public synchronized List<String> data() {
        return List.copyOf(data);
    }

    synchronized void put(QueryForm form) {
        for (QueryForm datum : form.members("MetricData")) {
            QueryForm dimension = datum.members("Dimensions").getFirst();
            data.add(form.text("Namespace") + "/" + datum.text("MetricName") + "{" + dimension.text("Name") + "="
                    + dimension.text("Value") + "} " + Math.round(Double.parseDouble(datum.text("Value"))));
        }
    }
}
