package dev.mooring.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser was made to send a request by a page of another site.
 *
 * <p>A port without a password: reaching it is the permission. A browser on the operator's machine reaches it too,
 * whatever page it shows, so a POST from a foreign page is refused. Browsers send {@code Origin} with every POST (Fetch
 * standard, section 3.2), tools send none. A name an attacker points at this address (DNS rebinding) makes a page look
 * like ours, so with an {@code Origin} the {@code Host} must be an address or {@code localhost}.
 */
public final class CrossSiteCheck {
    private static final String SAME_ORIGIN = "same-origin";

    private CrossSiteCheck() {}

    /** Whether it was. */
    public static boolean foreign(HttpHeaders headers) {
        String site = headers.get("sec-fetch-site");
        if (site != null && !site.equals(SAME_ORIGIN)) {
            return true;
        }
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        String host = headers.get(HttpHeaderNames.HOST);
        return origin != null && !(namesThisMachine(host) && origin.equalsIgnoreCase("http://" + host));
    }

    private static boolean namesThisMachine(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || NetUtil.isValidIpV4Address(name)
                || (name.startsWith("[") && name.endsWith("]") && NetUtil.isValidIpV6Address(name));
    }
}
