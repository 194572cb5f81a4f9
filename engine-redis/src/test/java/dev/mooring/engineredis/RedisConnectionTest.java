package dev.mooring.engineredis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.engineredis.resp.Command;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisConnectionTest {
    private static final long SEED = 28;
    private static final int BATCHES = 60;
    /** From nothing to some times the buffer that a connection begins with. */
    private static final int[] SIZES = {0, 1, 100, 4_000, 65_000, 65_500, 66_000, 140_000, 1_000_000};

    @Test
    void readsRepliesOfEverySizeInEveryOrder() throws IOException, NoSuchAlgorithmException {
        Random random = new Random(SEED);
        try (RedisServer redis = RedisServer.start();
                RedisConnection connection = RedisConnection.open(
                        RedisAddress.parse("redis://127.0.0.1:" + redis.port() + "/"),
                        SSLContext.getDefault(),
                        "test")) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<String> said = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    int size = SIZES[random.nextInt(SIZES.length)] + random.nextInt(50);
                    String text = Character.toString('a' + random.nextInt(26)).repeat(size);
                    said.add(text);
                    connection.write(Command.of("ECHO", text));
                }
                for (String text : said) {
                    assertEquals(text, connection.next().text(0), "seed " + SEED + ", batch " + batch);
                }
            }
        }
    }
}
