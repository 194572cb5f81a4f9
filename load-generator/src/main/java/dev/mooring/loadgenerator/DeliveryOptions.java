package dev.mooring.loadgenerator;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.plan.ClientProtocol;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.PublishPlan;
import dev.mooring.loadgenerator.plan.Rate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what is heard and published. */
final class DeliveryOptions {
    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "TOPIC",
            description = "Topics that each connection hears, as in news.a,news.b; the server must have opened them"
                    + " (--public-topics).")
    private List<String> topics = List.of();

    @Option(
            names = "--protocol",
            defaultValue = "plain",
            description = "How it asks for them: plain, in the URL, or centrifugo. Default: ${DEFAULT-VALUE}.")
    private String protocol = "plain";

    @Option(
            names = "--publish",
            paramLabel = "RATE",
            description =
                    "Messages published to the topics in turn during the hold, as in 20/s; what is lost, repeated,"
                            + " late or out of order is told.")
    private @Nullable String publish;

    @Option(
            names = "--publish-size",
            defaultValue = "200B",
            paramLabel = "SIZE",
            description = "Size of one, 128B to 64KiB. Default: ${DEFAULT-VALUE}.")
    private String publishSize = "200B";

    @Option(names = "--push", paramLabel = "URL", description = "The server's push port, as in http://127.0.0.1:9100.")
    private @Nullable String push;

    @Option(
            names = "--push-key",
            paramLabel = "FILE",
            description = "File with the bearer key of the push port, as the server's --api-keys.")
    private @Nullable Path pushKey;

    @Option(
            names = "--run",
            hidden = true,
            defaultValue = "0",
            description = "Whose messages this child process hears.")
    private long run;

    DeliveryPlan plan() {
        Rate.PerSecond rate = publish == null ? null : Rate.parsePerSecond("publish", publish);
        return new DeliveryPlan(
                topics,
                ClientProtocol.parse(protocol),
                PublishPlan.of(rate, Bytes.parse("publish-size", publishSize), push, pushKey));
    }

    long run() {
        return run;
    }
}
