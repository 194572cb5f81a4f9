package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.Authentication;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may connect to a running server, beside what the fleet says of it: a host that was set up before the fleet asked for tokens,
 * or by hand, lets in whom the others do not. And whether the keys of tokens are there for the server, and for nobody else.
 */
final class AccessRule implements Rule {
    private static final List<String> COMPARED =
            List.of("jwt-keys", "jwt-jwks", "jwt-audience", "jwt-issuer", "jwt-algorithms", "auth-url", "origins");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern FILE = Pattern.compile("(?s)keys (\\S+) (\\S+) (.+?)\\n(.*)");
    private static final int OTHERS = 0007;
    private static final int OTHERS_WRITE = 0002;
    private static final int OCTAL = 8;

    @Override
    public List<Finding> check(CheckedHost host) {
        AccessFacts access = host.facts().server().access();
        if (host.profile().role() != Role.SERVER
                || host.facts().server().process().isEmpty()
                || access.settings().equals(ProbeSection.MISSING)) {
            return List.of();
        }
        boolean asked = host.authentication()
                .filter(fleet -> !fleet.serverProperties().isEmpty())
                .isPresent();
        if (!access.settings().isRead()) {
            return asked
                    ? List.of(new Check("access", Severity.FAILURE, "the fleet's", "context authentication")
                            .unknown(Actual.NOTHING, "The server's configuration could not be read; verify as root."))
                    : List.of();
        }
        Properties told = properties(access.settings().text());
        List<Finding> findings = new ArrayList<>();
        host.authentication().ifPresent(fleet -> findings.addAll(compared(fleet, told)));
        Optional.ofNullable(told.getProperty("jwt-jwks")).ifPresent(url -> findings.add(encrypted(url.strip())));
        if (told.getProperty("jwt-keys") != null) {
            findings.addAll(keys(access.keys()));
        }
        return findings;
    }

    private static List<Finding> compared(Authentication fleet, Properties told) {
        List<Finding> findings = new ArrayList<>();
        for (String name : COMPARED) {
            String planned = fleet.serverProperties().getOrDefault(name, "");
            String own = told.getProperty(name, "").strip();
            if (planned.isEmpty() && own.isEmpty()) {
                continue;
            }
            Check check =
                    new Check("access " + name, Severity.FAILURE, shown(planned), name + " of context authentication");
            Actual actual = Actual.NOTHING.process(shown(own));
            findings.add(
                    planned.equals(own)
                            ? check.pass(actual, "The server was told what the fleet says.", Survival.YES)
                            : check.fail(
                                    actual,
                                    "The fleet says " + shown(planned) + ", and this host's server was told "
                                            + shown(own)
                                            + ": it lets in whom the others do not, or keeps out whom they let in.",
                                    "replace the host, whose user-data writes it; or write it into the server's"
                                            + " configuration, then " + ServerProcessRule.RESTART,
                                    Survival.NO));
        }
        return findings;
    }

    /** Whoever is on the way to keys that come without TLS can put in their own, and sign what they like. */
    private static Finding encrypted(String url) {
        Check check = new Check("access keys over TLS", Severity.FAILURE, "https", "jwt-jwks");
        Actual actual = Actual.NOTHING.process(shown(url));
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme()) || LOOPBACK.contains(String.valueOf(uri.getHost()))) {
                return check.pass(actual, "Nobody on the way can change the keys.", Survival.YES);
            }
        } catch (IllegalArgumentException malformed) {
            // It is no URL of https either.
        }
        return check.fail(
                actual,
                "The keys of tokens come without TLS: whoever is on the way can put in others, and sign any token.",
                "write https:// in jwt-jwks, then " + ServerProcessRule.RESTART,
                Survival.NO);
    }

    private static List<Finding> keys(ProbeSection section) {
        Check readable = new Check("access keys file", Severity.FAILURE, "readable by the server alone", "jwt-keys");
        Matcher file = FILE.matcher(section.text() + "\n");
        if (!section.isRead() || !file.matches()) {
            return List.of(
                    readable.unknown(Actual.NOTHING, "The file of keys could not be looked at; verify as root."));
        }
        String mode = file.group(1);
        String owner = file.group(2);
        String name = file.group(3);
        List<String> seen = file.group(4).lines().toList();
        Actual actual = Actual.NOTHING.kernel(mode + " " + owner);
        if (mode.equals("?")) {
            return List.of(readable.fail(
                    actual,
                    "There is no file " + name + ": every token is refused, and the server does not start again.",
                    "put the keys there, or the secret into jwt-keys of context authentication",
                    Survival.NO));
        }
        if (seen.contains("closed")) {
            return List.of(readable.fail(
                    actual,
                    "The server may not read " + name + ": new keys reach it never, and it does not start again.",
                    "sudo chown mooring " + name,
                    Survival.NO));
        }
        int bits = Integer.parseInt(mode, OCTAL);
        boolean open = (bits & OTHERS_WRITE) != 0 || (seen.contains("secret") && (bits & OTHERS) != 0);
        if (open) {
            return List.of(readable.fail(
                    actual,
                    "Others than " + owner + " may read or change the keys, and so sign any token.",
                    "sudo chmod 600 " + name + ", and take them for known: make new ones",
                    Survival.NO));
        }
        return List.of(
                seen.contains("readable")
                        ? readable.pass(actual, "The server may read it, and nobody may change it.", Survival.YES)
                        : readable.unknown(actual, "Whether the server may read it could not be found out."));
    }

    /** A word for nothing, and a URL without what may be a password. */
    private static String shown(String value) {
        return value.isEmpty() ? "none" : value.replaceAll("//[^/]*@", "//***@");
    }

    private static Properties properties(String text) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text is read without an error", impossible);
        }
        return values;
    }
}
