package dev.mooring.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.ClassLog;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.process.ServerMain;
import dev.mooring.server.token.Tokens;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who does not ask who connects does not pay for it: no class of it is loaded, by the program in a Java of its own. */
@Timeout(120)
class AccessClassesTest {
    private static final List<String> OF_ACCESS = List.of(
            "dev.mooring.server.access.",
            "dev.mooring.server.identity.",
            "dev.mooring.server.token.",
            "org.jose4j.",
            "jdk.internal.net.http.");

    @TempDir
    Path folder;

    @Test
    void withoutItsSettingsNoClassOfItIsLoaded() throws Exception {
        assertEquals(List.of(), loaded(RawClient.REQUEST));
    }

    @Test
    void withASecretThoseOfTokensAre() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys"), Tokens.SECRET);
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Path settings =
                Files.writeString(folder.resolve("server.properties"), "jwt-keys=" + keys + "\njwt-audience=mooring\n");
        String token = Tokens.signed("HS256", "", Tokens.secret(), Tokens.claims("ann", Instant.now()));
        assertEquals(
                OF_ACCESS.subList(0, 4),
                loaded(
                        RawClient.REQUEST.replace("Upgrade: ", "Authorization: Bearer " + token + "\r\nUpgrade: "),
                        "--config=" + settings));
    }

    private static List<String> loaded(String request, String... options) throws Exception {
        int port = TestServer.freePort();
        List<String> arguments = new ArrayList<>(List.of(
                "--bind=127.0.0.1",
                "--ports=" + port,
                "--admin=127.0.0.1:" + TestServer.freePort(),
                "--drain-window=0s"));
        arguments.addAll(List.of(options));
        Process process = ClassLog.start(ServerMain.class, arguments);
        StringBuilder log = new StringBuilder();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("listening on")) {
                log.append(line).append('\n');
                line = lines.readLine();
            }
            try (RawClient client = RawClient.connect(port).send(request)) {
                assertEquals(101, client.response().status(), log.toString());
            }
            // Process.destroy would close its output as well.
            process.toHandle().destroy();
            lines.lines().forEach(each -> log.append(each).append('\n'));
        }
        process.waitFor();
        assertTrue(log.toString().contains("] " + ServerMain.class.getName()), "its classes are in the log");
        return ClassLog.loaded(log.toString(), OF_ACCESS);
    }
}
