package dev.mooring.engineredis;

import dev.mooring.server.Engine;
import dev.mooring.server.EngineProvider;
import java.util.List;

/** Redis and Valkey. Named in META-INF/services. */
public final class RedisProvider implements EngineProvider {
    @Override
    public boolean takes(String scheme) {
        return scheme.equals("redis") || scheme.equals("rediss");
    }

    @Override
    public Engine open(List<String> addresses) {
        return RedisEngine.of(addresses);
    }
}
