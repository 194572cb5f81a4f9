package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineOptionsTest {
    private static final String NONE = "is of no kind in this bundle's lib; write redis:// or rediss://, and put"
            + " engine-redis-VERSION.jar into lib";

    @Test
    void thereIsNoneByDefault() {
        assertEquals("none", engine());
    }

    @ParameterizedTest
    @CsvSource({"redis://ann:s3cret@10.0.0.9:6379/, redis://…", "kafka://ann:s3cret@10.0.0.9, kafka://…", "s3cret, …"})
    void oneThatNobodySpeaksToIsRefusedWithoutItsPassword(String address, String shown) {
        assertEquals("engine=" + shown + " " + NONE, engine("--engine=" + address));
    }

    /** Whoever publishes may be on another host. */
    @Test
    void topicsMayBeOpenToClientsWhereOnlyOtherHostsPublish() {
        assertEquals("engine=x://… " + NONE, engine("--engine=x://h", "--public-topics=news."));
    }

    private static String engine(String... arguments) {
        AtomicReference<String> read = new AtomicReference<>("refused before");
        ServerCommand.execute(arguments, Map.of(), 2, (configuration, messaging, engine, access) -> {
            try {
                read.set(engine.engine().isPresent() ? "one" : "none");
            } catch (RefusedException refused) {
                read.set(String.valueOf(refused.getMessage()));
            }
            return 0;
        });
        return read.get();
    }
}
