package dev.mooring.hostagent.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceEventTest {
    @Test
    void readsWhatIsToComeAndNotWhatIsOver() throws IOException {
        String metadata = """
                [ {"NotBefore" : "21 Jan 2027 09:00:43 GMT", "Code" : "system-reboot", "Description" : "scheduled reboot",
                   "EventId" : "instance-event-0d59937288b749b32", "NotAfter" : "21 Jan 2027 09:17:23 GMT", "State" : "active"},
                  {"NotBefore" : "2 Jan 2027 09:00:00 GMT", "Code" : "instance-stop", "State" : "completed"} ]
                """;

        assertEquals(
                List.of(new MaintenanceEvent("system-reboot", Instant.parse("2027-01-21T09:00:43Z"))),
                MaintenanceEvent.parse(metadata));
    }

    @Test
    void readsThatNothingIsToCome() throws IOException {
        assertEquals(List.of(), MaintenanceEvent.parse("[ ]"));
    }

    @Test
    void saysWhatItCannotRead() {
        for (String text :
                List.of("[{\"Code\": \"instance-stop\"}]", "[{\"NotBefore\": \"soon\", \"Code\": \"x\"}]", "<html>")) {
            IOException unread = assertThrows(IOException.class, () -> MaintenanceEvent.parse(text));
            assertEquals("the metadata has a maintenance event that cannot be read: " + text, unread.getMessage());
        }
    }
}
