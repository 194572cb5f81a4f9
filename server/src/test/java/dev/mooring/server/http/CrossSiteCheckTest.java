package dev.mooring.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrossSiteCheckTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, -, -, false",
        "anything.example, -, -, false",
        "127.0.0.1:9000, http://127.0.0.1:9000, same-origin, false",
        "127.0.0.1:9000, http://127.0.0.1:9000, -, false",
        "localhost:9000, http://localhost:9000, same-origin, false",
        "[::1]:9000, http://[::1]:9000, same-origin, false",
        "127.0.0.1:9000, http://127.0.0.1:9001, -, true",
        "127.0.0.1:9000, http://evil.example, cross-site, true",
        "127.0.0.1:9000, null, -, true",
        "127.0.0.1:9000, -, cross-site, true",
        "127.0.0.1:9000, -, same-site, true",
        "rebound.example:9000, http://rebound.example:9000, same-origin, true",
        "-, http://127.0.0.1:9000, same-origin, true",
    })
    void tellsTheBrowsersForeignPages(String host, String origin, String fetchSite, boolean foreign) {
        HttpHeaders headers = new DefaultHttpHeaders();
        set(headers, "Host", host);
        set(headers, "Origin", origin);
        set(headers, "Sec-Fetch-Site", fetchSite);
        assertEquals(foreign, CrossSiteCheck.foreign(headers));
    }

    private static void set(HttpHeaders headers, String name, String value) {
        if (!value.equals("-")) {
            headers.set(name, value);
        }
    }
}
