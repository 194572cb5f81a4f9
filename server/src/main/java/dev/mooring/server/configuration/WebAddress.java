package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;

/** A setting that is a URL. */
final class WebAddress {
    private WebAddress() {}

    /**
     * Reads a URL of http or https.
     *
     * @param kind what it has to be, for the refusal
     * @throws RefusedException when it is none, or has a user or a fragment, which are not sent
     */
    static URI parse(String name, String text, String kind, String example) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            // Said below, as for another scheme.
        }
        // Without what may be a password: refusals are logged.
        String shown = text.replaceAll("//.*@", "//***@");
        throw RefusedException.of(name, shown, "is not", "a URL of " + kind, "write it as " + example);
    }
}
