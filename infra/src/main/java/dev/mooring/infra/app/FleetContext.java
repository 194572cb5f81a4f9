package dev.mooring.infra.app;

import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a fleet: the objects of its file, and single values that the command line varies, as in
 * {@code -c mooring.keepalive=50s}. The file wins over what the CDK's command line sends of the cdk.json in its folder,
 * for another file may be meant.
 *
 * @param mooring what the fleet holds
 * @param deployment where it goes
 * @param messaging what it does with messages
 * @param authentication who may connect
 * @param bootstrapQualifier of the roles and the bucket that the CDK's bootstrap made
 */
record FleetContext(
        Map<String, Object> mooring,
        Map<String, Object> deployment,
        Map<String, Object> messaging,
        Map<String, Object> authentication,
        String bootstrapQualifier) {
    private static final String MOORING = "mooring";
    private static final String DEPLOYMENT = "deployment";
    private static final String MESSAGING = "messaging";
    private static final String AUTHENTICATION = "authentication";
    private static final List<String> OBJECTS = List.of(MOORING, DEPLOYMENT, MESSAGING, AUTHENTICATION);
    private static final String QUALIFIER = "@aws-cdk/core:bootstrapQualifier";
    private static final String DEFAULT_QUALIFIER = "hnb659fds";

    /** The fleet of the file that a launcher names in a system property, with the values that its words vary. */
    static FleetContext ofProgram(List<String> words) {
        Path file = Path.of(System.getProperty("mooring.fleet", ProjectFile.NAME));
        return of(ProjectFile.read(file).context(), varied(words));
    }

    /**
     * The values that words of the form key=value vary, as in mooring.keepalive=50s.
     *
     * @throws RefusedException when a word has not this form
     */
    static Map<String, String> varied(List<String> words) {
        Map<String, String> varied = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw RefusedException.of(
                        "context", word, "is not", "KEY=VALUE", "write it as in mooring.keepalive=50s");
            }
            varied.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return varied;
    }

    /**
     * The fleet of a file with the values that the command line varies.
     *
     * @param context what the CDK was told in all, or the values alone
     * @throws RefusedException when it has a key that is none, or a whole object in the place of a value
     */
    static FleetContext of(Map<String, Object> file, Map<String, ?> context) {
        Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
        OBJECTS.forEach(name -> objects.put(name, object(name, file.get(name))));
        context.forEach((key, value) -> {
            int dot = key.indexOf('.');
            Map<String, Object> object = dot < 0 ? null : objects.get(key.substring(0, dot));
            if (object != null) {
                object.put(key.substring(dot + 1), value);
            } else if (objects.containsKey(key) && value instanceof String) {
                throw RefusedException.of(
                        "context",
                        key + "=" + value,
                        "is not",
                        "a single value",
                        "vary one with -c " + key + ".KEY=VALUE, or give another file with --fleet");
            } else {
                ProjectFile.requireKnownContext(key);
            }
        });
        Object qualifier = context.containsKey(QUALIFIER) ? context.get(QUALIFIER) : file.get(QUALIFIER);
        return new FleetContext(
                object(MOORING, objects.get(MOORING)),
                object(DEPLOYMENT, objects.get(DEPLOYMENT)),
                object(MESSAGING, objects.get(MESSAGING)),
                object(AUTHENTICATION, objects.get(AUTHENTICATION)),
                qualifier == null ? DEFAULT_QUALIFIER : String.valueOf(qualifier));
    }

    /** Whether a key of the context is one value of a fleet, as mooring.keepalive is. */
    static boolean isOfAFleet(String key) {
        int dot = key.indexOf('.');
        return dot > 0 && OBJECTS.contains(key.substring(0, dot));
    }

    DeploymentPlan inputs() {
        return DeploymentPlan.of(mooring, deployment, messaging, authentication);
    }

    private static Map<String, Object> object(String name, @Nullable Object value) {
        if (value == null) {
            return new LinkedHashMap<>();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw RefusedException.of(
                    name, value, "is not", "an object", "write it in cdk.json, as {\"key\": \"value\"}");
        }
        Map<String, Object> inputs = new LinkedHashMap<>();
        object.forEach((key, text) -> inputs.put(String.valueOf(key), text));
        return inputs;
    }
}
