package dev.mooring.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.input.Resource;
import java.util.Map;

/**
 * The CDK's feature flags, as it recommends them to a new project. Here and not in cdk.json, which describes a fleet; without
 * them each command of the CDK says how many are not configured. A new version of the CDK has more, which a test finds.
 */
public final class FeatureFlags {
    private FeatureFlags() {}

    public static Map<String, Object> recommended() {
        try {
            return new JsonMapper()
                    .readValue(Resource.text(FeatureFlags.class, "feature-flags.json"), new TypeReference<>() {});
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("feature-flags.json is not JSON", malformed);
        }
    }
}
