package dev.mooring.hostagent.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.SettableClock;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.instance.InstanceMetadata;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of a host, which the server's properties get from the instance's metadata. */
final class ServerPropertiesTest {
    /** The end of {@link FakeAws#ADDRESS}: 0.1.17. */
    private static final String NUMBERED = "host-id=273\n";

    @TempDir
    private Path folder;

    private Path file;
    private ServerProperties properties;

    @BeforeEach
    void writeAFile() throws IOException {
        file = Files.writeString(folder.resolve("server.properties"), "backend=http://b/?a=b\nports=8080-8095\n");
        properties = new ServerProperties(file);
    }

    @Test
    void takeTheNumberOfTheAddressThatTheInstanceHas() throws IOException, InterruptedException {
        try (FakeAws aws =
                        FakeAws.start(new SettableClock(), new Gate(), Duration.ofMinutes(2), Duration.ofMinutes(2));
                HttpClient http = HttpClient.newHttpClient()) {
            properties.number(new InstanceMetadata(http, aws.uri()).privateAddress());
        }

        assertEquals("backend=http://b/?a=b\nports=8080-8095\n" + NUMBERED, Files.readString(file));
    }

    @Test
    void replaceTheNumberOfAnotherHost() throws IOException {
        Files.writeString(file, "host-id = 7\nhost-ids=8\nports=8080\nhost-id=9");

        properties.number(FakeAws.ADDRESS);

        assertEquals("host-ids=8\nports=8080\n" + NUMBERED, Files.readString(file));
    }

    @Test
    void areReadByTheSameUsersAsBefore() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        properties.number(FakeAws.ADDRESS);

        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void stayAsTheyAreWhereTheAddressIsNone() throws IOException {
        IOException failure = assertThrows(IOException.class, () -> properties.number("<html>"));

        assertEquals("the host's private address is no address: <html>", failure.getMessage());
        assertEquals("backend=http://b/?a=b\nports=8080-8095\n", Files.readString(file));
    }

    @Test
    void areNotMadeWhereThereAreNone() {
        Path missing = folder.resolve("none");

        RefusedException refused =
                assertThrows(RefusedException.class, () -> new ServerProperties(missing).number(FakeAws.ADDRESS));

        assertEquals(
                "server-properties=" + missing + " does not exist; give the path of the server's configuration",
                refused.getMessage());
    }
}
