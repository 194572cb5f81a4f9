package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where there is no sshd. */
class NeedsSshdTest {
    @Test
    void isSaidOfEveryClassThatStartsOneBeforeEachTest() throws Exception {
        List<Class<?>> starting = new ArrayList<>();
        for (Class<?> each : classes()) {
            if (Arrays.stream(each.getDeclaredFields()).anyMatch(field -> field.getType() == SshServer.class)) {
                starting.add(each);
            }
        }
        assertTrue(starting.size() >= 5, starting::toString);
        assertEquals(
                List.of(),
                starting.stream()
                        .filter(each -> !each.isAnnotationPresent(NeedsSshd.class))
                        .toList());
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder = Path.of(NeedsSshdTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(NeedsSshdTest.class.getPackageName().replace('.', '/'));
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> NeedsSshdTest.class.getPackageName() + "." + name.replace(".class", ""))
                    .toList();
        }
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            classes.add(Class.forName(name, false, NeedsSshdTest.class.getClassLoader()));
        }
        return classes;
    }
}
