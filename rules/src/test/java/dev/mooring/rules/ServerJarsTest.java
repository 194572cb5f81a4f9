package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the server's bundle carries, and what for. {@code -Dupdate=true} writes the list again. */
class ServerJarsTest {
    private static final Path TARGET = Programs.ROOT.resolve("server/target");

    /** No class of another jar names one of theirs: they are loaded as libraries. */
    private static final List<String> NATIVE =
            List.of("netty-tcnative-boringssl-static", "netty-transport-native-epoll");

    @Test
    void everyJarOfTheServersBundleIsUsed() throws IOException {
        Map<String, Set<String>> users = users();
        assertEquals(
                NATIVE,
                users.entrySet().stream()
                        .filter(jar ->
                                !jar.getKey().equals("server") && jar.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList(),
                "nothing leads to a class of these: leave them out in server/pom.xml");
    }

    @Test
    void theListOfJarsNamesWhatUsesEach() throws IOException {
        CheckedInTextTest.compare(
                Programs.ROOT.resolve("rules/src/test/resources/dev/mooring/rules/server-jars.txt"),
                users().entrySet().stream()
                        .map(jar -> jar.getKey() + " <- " + String.join(", ", jar.getValue()))
                        .map(String::strip)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static Map<String, Set<String>> users() throws IOException {
        Path libraries = TARGET.resolve("libraries");
        assumeTrue(Files.isDirectory(libraries), "the server is not packaged: mvn package");
        try (var jars = Files.list(libraries);
                var own = Files.newDirectoryStream(TARGET, "server-*.jar")) {
            return JarUse.of(own.iterator().next(), jars.sorted().toList());
        }
    }
}
