package dev.mooring.hostagent.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A scheduled event of an instance; EC2 announces it up to two weeks before. Source: EC2 user guide, "View scheduled events"
 * and "Instance metadata categories", {@code events/maintenance/scheduled}.
 *
 * @param code such as {@code instance-stop}, {@code instance-retirement} or {@code system-reboot}; each ends every connection
 * @param notBefore when EC2 may act
 */
public record MaintenanceEvent(String code, Instant notBefore) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Those of a document such as {@code [{"NotBefore": "21 Jan 2027 09:00:43 GMT", "Code": "instance-stop"}]} to come. */
    static List<MaintenanceEvent> parse(String json) throws IOException {
        List<MaintenanceEvent> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            Map<String, String> fields = new HashMap<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    fields.put(String.valueOf(parser.currentName()), parser.getText());
                } else if (token == JsonToken.END_OBJECT) {
                    if (fields.getOrDefault("State", "active").equals("active")) {
                        events.add(of(fields));
                    }
                    fields.clear();
                }
            }
        } catch (IOException | DateTimeException unreadable) {
            throw new IOException("the metadata has a maintenance event that cannot be read: " + json, unreadable);
        }
        return events;
    }

    private static MaintenanceEvent of(Map<String, String> fields) throws IOException {
        String code = fields.get("Code");
        String notBefore = fields.get("NotBefore");
        if (code == null || notBefore == null) {
            throw new IOException("Code or NotBefore is missing");
        }
        return new MaintenanceEvent(code, Instant.from(TIME.parse(notBefore)));
    }
}
