package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Generates known_hosts files of every class, by seed. In a line {@code HOST} stands for the host as known_hosts names
 * it, {@code BARE} for its bare name, {@code NAME} for one of the two patterns of it, and {@code K:x} for the key x.
 */
final class KnownHostsCases {
    static final String MANY_KEYS = "many";
    static final String CERTIFICATE = "certificate";
    static final String OF_ANOTHER_NAME = "foreign";
    static final String OF_EVERY_NAME = "nameless";

    private static final List<String> HOSTS = List.of("web1.internal", "web22.internal", "10.1.2.3");

    /** Lines of each class, joined by "&"; a leading word in braces names the server or the file. */
    private static final Map<String, List<String>> CLASSES = new TreeMap<>(Map.ofEntries(
            Map.entry("exact", List.of("HOST K:ed", "HOST K:other", "HOST K:other&HOST K:ed", "#HOST K:ed", "x K:ed")),
            Map.entry("pattern", List.of("P* K:ed", "P* K:other", "* K:ed", "* K:other", "P? K:ed", "*?* K:ed")),
            Map.entry("list", List.of("a,HOST,b K:ed", "a,HOST K:other", "a,b,P* K:ed", ",HOST, K:ed", "a,,b K:ed")),
            Map.entry(
                    "negation",
                    List.of(
                            "*,!HOST K:ed",
                            "!HOST,* K:ed",
                            "*,!other K:ed",
                            "!HOST K:ed",
                            "*,!P* K:ed",
                            "!P*,* K:other")),
            Map.entry("hash", List.of("H(HOST) K:ed", "H(HOST) K:other", "H(x) K:ed", "H(x) K:other", "H(BARE) K:ed")),
            Map.entry("case", List.of("U(HOST) K:ed", "U(HOST) K:other", "U(P*) K:ed", "@revoked U(HOST) K:ed")),
            Map.entry(
                    "revoked",
                    List.of(
                            "@revoked HOST K:ed",
                            "@revoked * K:ed&HOST K:ed",
                            "HOST K:ed&@revoked P* K:ed",
                            "@revoked a,HOST K:ed&HOST K:ed",
                            "@revoked H(HOST) K:ed&HOST K:ed",
                            "@revoked *,!HOST K:ed&HOST K:ed",
                            "@revoked HOST K:other&HOST K:ed",
                            "@revoked HOST K:other",
                            "@revoked * K:rsa&HOST K:rsa")),
            Map.entry(
                    "port",
                    List.of(
                            "HOST K:ed&BARE K:other",
                            "HOST K:other&BARE K:ed",
                            "BARE K:ed",
                            "BARE K:other",
                            "H(BARE) K:other&HOST K:ed",
                            "[BARE]:* K:ed",
                            "[BARE]:* K:other&BARE K:ed",
                            "[BARE]:9 K:other")),
            Map.entry(
                    "type",
                    List.of(
                            "HOST K:rsa",
                            "P* K:rsa",
                            "* K:ec",
                            "H(HOST) K:ec",
                            "BARE K:rsa",
                            "HOST K:rsa&HOST K:other",
                            "HOST K:other-rsa",
                            "HOST K:ec&HOST K:other-rsa")),
            Map.entry(
                    "file",
                    List.of(
                            "{1}HOST K:ed",
                            "{2}HOST K:ed",
                            "{3}* K:ed",
                            "{2}HOST K:other",
                            "HOST K:ed&{2}@revoked * K:ed",
                            "HOST K:ed&{3}HOST K:other")),
            Map.entry(
                    "authority",
                    List.of(
                            "@cert-authority HOST K:ca",
                            "@cert-authority BARE K:ca",
                            "@cert-authority * K:ca",
                            "@cert-authority *,!HOST,!BARE K:ca",
                            "@cert-authority x K:ca",
                            "@cert-authority * K:other",
                            "{2}@cert-authority P* K:ca",
                            "HOST K:signed",
                            "HOST K:other&@cert-authority * K:ca",
                            "HOST K:ca",
                            "H(HOST) K:signed")),
            Map.entry(
                    "authority revoked",
                    List.of(
                            "@cert-authority * K:ca&@revoked * K:ca",
                            "@cert-authority * K:ca&@revoked HOST K:signed",
                            "HOST K:signed&@revoked * K:ca",
                            "@cert-authority * K:ca&@revoked * K:certificate",
                            "@cert-authority * K:ca&@revoked *,!HOST K:ca",
                            "@revoked x K:ca&@cert-authority * K:ca")),
            Map.entry(
                    "certificate of another name",
                    List.of("@cert-authority * K:ca", "@cert-authority * K:ca&HOST K:signed", "x K:ed")),
            Map.entry(
                    "form",
                    List.of(
                            "HOST K:ed\r",
                            "  HOST\tK:ed",
                            "HOST  K:ed comment",
                            "@revoked HOST K:ed\r",
                            "@revoked  HOST K:ed&HOST K:ed",
                            "# x\r@revoked HOST K:ed&HOST K:ed",
                            "x K:certificate",
                            "HOST K:certificate",
                            "[BARE]:* ssh-foo AAAAB3NzaC1yc2E="))));

    /** Lines that ssh passes over: in strict mode verify does too. */
    private static final List<String> NOT_UNDERSTOOD = List.of(
            "HOST ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
            "HOST ssh-ed25519",
            "HOST",
            "HOST ssh-foo AAAAB3NzaC1yc2E=",
            "@revokd HOST K:ed",
            "@revoked @revoked HOST K:ed",
            "|1|AAAA|BBBB K:ed",
            "|1|broken K:ed",
            "HOST ssh-rsa B:ed");

    private final Random random;
    private final InetdServer keys;

    /**
     * What ssh 9.2 trusts and verify refuses, with the reason. The first word is the server; a colon instead of a space
     * keeps the line from the port 22, where there is no bare name.
     */
    static final Map<String, String> REFUSED_ON_PURPOSE = Map.of(
            "many HOST ssh-foo AAAAB3NzaC1yc2E=",
            "ssh passes over a line that it does not understand, and learns the host anew",
            "many @revokd HOST K:ed",
            "ssh passes over a misspelled marker, and learns the key that was to be revoked",
            "many |1|broken K:ed",
            "ssh passes over a hash that it cannot read; it may be this host's",
            "many @revoked\tHOST K:ed&HOST K:ed",
            "ssh sees no marker before a tab, and trusts the key that was to be revoked",
            "many:@revoked BARE K:ed",
            "ssh asks the bare name, sees that it revokes the key, and learns it for the port all the same",
            "certificate:HOST K:other&BARE K:signed",
            "ssh asks the bare name about the key of a certificate although the port has another key",
            "nameless @cert-authority * K:ca",
            "a certificate without principals is good for every name; JSch refuses it, and so does a later OpenSSH");

    KnownHostsCases(long seed, InetdServer keys) {
        this.random = new Random(seed);
        this.keys = keys;
    }

    /** Every line of every class, with hosts, ports and modes by chance. */
    List<KnownHostsCase> ofEveryClass() throws IOException {
        List<KnownHostsCase> cases = new ArrayList<>();
        for (Map.Entry<String, List<String>> kind : CLASSES.entrySet()) {
            for (String lines : kind.getValue()) {
                cases.add(of(kind.getKey(), lines, random.nextBoolean()));
            }
        }
        for (String line : NOT_UNDERSTOOD) {
            cases.add(of("not understood", line, false));
            cases.add(of("not understood", line + "&HOST K:ed", random.nextBoolean()));
        }
        return cases;
    }

    /** Some lines of any classes together. */
    List<KnownHostsCase> mixed(int count) throws IOException {
        List<String> pool = CLASSES.entrySet().stream()
                .filter(kind -> !kind.getKey().startsWith("certificate"))
                .flatMap(kind -> kind.getValue().stream())
                .flatMap(lines -> List.of(lines.split("&", -1)).stream())
                .filter(line -> !line.matches("(\\{.})?@revoked.*(P\\*|BARE|,!).*"))
                .toList();
        List<KnownHostsCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String lines = random.ints(2 + random.nextInt(3), 0, pool.size())
                    .mapToObj(pool::get)
                    .collect(Collectors.joining("&"));
            cases.add(of("mixed", lines, random.nextBoolean()));
        }
        return cases;
    }

    KnownHostsCase refusedOnPurpose(String text) throws IOException {
        int end = text.indexOf(' ') < 0 ? text.indexOf(':') : Math.min(text.indexOf(' '), indexOrEnd(text, ':'));
        String server = text.substring(0, end);
        boolean learns = !text.contains("\t") && server.equals(MANY_KEYS);
        KnownHostsCase made = of(text.charAt(end) == ':' ? "port" : "table", text.substring(end + 1), learns);
        return new KnownHostsCase(made.kind(), server, made.host(), made.port(), learns, made.files());
    }

    private static int indexOrEnd(String text, char character) {
        int index = text.indexOf(character);
        return index < 0 ? text.length() : index;
    }

    KnownHostsCase of(String kind, String lines, boolean acceptNew) throws IOException {
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        int port = kind.startsWith("port") || random.nextBoolean() ? 2222 : 22;
        List<StringBuilder> files = List.of(text(), text(), text(), text());
        for (String line : lines.split("&", -1)) {
            boolean placed = line.startsWith("{");
            int file = placed ? line.charAt(1) - '0' : 0;
            String written = placed ? line.substring(3) : line;
            files.get(file).append(filled(written, host, port)).append('\n');
        }
        String server = kind.startsWith("certificate")
                ? OF_ANOTHER_NAME
                : lines.matches("(?s).*(signed|:ca).*") ? CERTIFICATE : MANY_KEYS;
        return new KnownHostsCase(
                kind,
                server,
                host,
                port,
                acceptNew,
                files.stream().map(StringBuilder::toString).toList());
    }

    private StringBuilder text() throws IOException {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(3) == 0) {
            text.append("# a comment\n\nelsewhere.internal ")
                    .append(keys.text("other"))
                    .append('\n');
        }
        return text;
    }

    private String filled(String line, String host, int port) throws IOException {
        String alias = port == 22 ? host : "[" + host + "]:" + port;
        String names = line.replace("P*", alias.substring(0, 4) + "*")
                .replace("P?", alias.substring(0, alias.length() - 1) + "?")
                .replace("HOST", alias)
                .replace("BARE", host);
        int end = names.indexOf(")");
        int start = Math.max(names.indexOf("H("), names.indexOf("U("));
        if (start >= 0) {
            String inside = names.substring(start + 2, end);
            String instead = names.charAt(start) == 'H' ? hashed(inside) : inside.toUpperCase(Locale.ROOT);
            names = names.substring(0, start) + instead + names.substring(end + 1);
        }
        StringBuilder filled = new StringBuilder();
        for (String word : names.split("(?<=[ \t\r])|(?=[ \t\r])", -1)) {
            filled.append(
                    switch (word.length() > 2 ? word.substring(0, 2) : "") {
                        case "K:" -> keys.text(word.substring(2));
                        case "B:" -> keys.text(word.substring(2)).split(" ", -1)[1];
                        default -> word;
                    });
        }
        return filled.toString();
    }

    /** A name as HashKnownHosts writes it, written anew here, so that nothing of ours is asked. */
    private String hashed(String name) {
        byte[] salt = new byte[20];
        random.nextBytes(salt);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            Base64.Encoder text = Base64.getEncoder();
            return "|1|" + text.encodeToString(salt) + "|"
                    + text.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
