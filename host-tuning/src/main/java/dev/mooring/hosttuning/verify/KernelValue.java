package dev.mooring.hosttuning.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel makes of a text that is written to one of its parameters: numbers in C's notation within the bounds of
 * their variable, or a list of ports (kernel: kernel/sysctl.c). A text that it refuses leaves the value as it was.
 *
 * @param count how many numbers the variable has; further words are ignored
 * @param least the least that it takes
 * @param most the most
 */
record KernelValue(int count, BigInteger least, BigInteger most) {
    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger UINT_MAX = BigInteger.valueOf(0xFFFF_FFFFL);
    private static final BigInteger ULONG_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int PORTS = 65_536;

    private static final KernelValue INT = number(Integer.MIN_VALUE, INT_MAX);
    private static final KernelValue NATURAL = number(0, INT_MAX);
    private static final KernelValue BYTE = number(0, BigInteger.valueOf(255));

    /** Seconds that the kernel keeps in ticks, of which there may be a thousand a second. */
    private static final KernelValue SECONDS =
            number(Integer.MIN_VALUE / 1000, BigInteger.valueOf(Integer.MAX_VALUE / 1000));

    private static final String RESERVED_PORTS = "net.ipv4.ip_local_reserved_ports";
    private static final Map<String, KernelValue> VARIABLES = Map.ofEntries(
            Map.entry("fs.file-max", number(0, LONG_MAX)),
            Map.entry("fs.nr_open", number(64, BigInteger.valueOf(Integer.MAX_VALUE & -64))),
            Map.entry("vm.swappiness", number(0, BigInteger.valueOf(200))),
            Map.entry("net.core.somaxconn", NATURAL),
            Map.entry("net.core.netdev_max_backlog", INT),
            Map.entry("net.netfilter.nf_conntrack_max", NATURAL),
            Map.entry("net.netfilter.nf_conntrack_buckets", number(1, INT_MAX)),
            Map.entry("net.netfilter.nf_conntrack_tcp_timeout_established", SECONDS),
            Map.entry("net.ipv4.tcp_mem", new KernelValue(3, BigInteger.ZERO, ULONG_MAX)),
            Map.entry("net.ipv4.tcp_rmem", new KernelValue(3, BigInteger.ONE, INT_MAX)),
            Map.entry("net.ipv4.tcp_wmem", new KernelValue(3, BigInteger.ONE, INT_MAX)),
            Map.entry("net.ipv4.tcp_notsent_lowat", number(0, UINT_MAX)),
            Map.entry("net.ipv4.tcp_max_syn_backlog", INT),
            Map.entry("net.ipv4.tcp_syncookies", BYTE),
            Map.entry("net.ipv4.tcp_keepalive_time", SECONDS),
            Map.entry("net.ipv4.tcp_keepalive_intvl", SECONDS),
            Map.entry("net.ipv4.tcp_keepalive_probes", BYTE),
            Map.entry("net.ipv4.tcp_fin_timeout", SECONDS),
            Map.entry("net.ipv4.tcp_max_orphans", INT),
            Map.entry("net.ipv4.tcp_max_tw_buckets", INT),
            Map.entry("net.ipv4.tcp_slow_start_after_idle", BYTE),
            Map.entry("net.ipv4.tcp_mtu_probing", BYTE),
            Map.entry("net.ipv4.tcp_tw_reuse", number(0, BigInteger.TWO)),
            Map.entry(
                    "net.ipv4.ip_local_port_range", new KernelValue(2, BigInteger.ONE, BigInteger.valueOf(PORTS - 1))));

    /** Hexadecimal, octal and decimal; what follows must be white space. The kernel looks at 21 characters. */
    private static final Pattern NUMBER = Pattern.compile("(-?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))");

    private static final int MAX_LENGTH = 20;

    /** Whether the rules for a key are known here. */
    static boolean knows(String key) {
        return key.equals(RESERVED_PORTS) || VARIABLES.containsKey(key);
    }

    /** The value in force after a write, in decimal; empty when the kernel refuses the text. */
    static Optional<String> taken(String key, String text) {
        return key.equals(RESERVED_PORTS)
                ? ports(text)
                : VARIABLES.getOrDefault(key, INT).numbers(text);
    }

    private static KernelValue number(long least, BigInteger most) {
        return new KernelValue(1, BigInteger.valueOf(least), most);
    }

    private Optional<String> numbers(String text) {
        List<String> taken = new ArrayList<>();
        for (String word : text.strip().split("[ \\t\\n\\r\\f\\x0B]+", -1)) {
            Optional<BigInteger> number =
                    number(word).filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            taken.add(number.get().toString());
            if (taken.size() == count) {
                break;
            }
        }
        return Optional.of(String.join(" ", taken));
    }

    private static Optional<BigInteger> number(String word) {
        Matcher matcher = NUMBER.matcher(word);
        if (!matcher.matches() || word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        BigInteger size = matcher.group(2) != null
                ? new BigInteger(matcher.group(2), 16)
                : matcher.group(3) != null
                        ? new BigInteger("0" + matcher.group(3), 8)
                        : new BigInteger(matcher.group(4));
        return size.compareTo(ULONG_MAX) > 0
                ? Optional.empty()
                : Optional.of(matcher.group(1).isEmpty() ? size : size.negate());
    }

    /** Ranges with commas between them, and one at the end if need be; nothing at all empties the list. */
    private static Optional<String> ports(String text) {
        List<String> ranges = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of("");
        }
        for (String range : text.replaceFirst("(?<=.),$", "").split(",", -1)) {
            String[] ends = range.split("-", 2);
            List<Optional<BigInteger>> numbers = List.of(ends).stream()
                    .map(KernelValue::number)
                    .map(number -> number.filter(port -> port.signum() >= 0 && port.intValueExact() < PORTS))
                    .toList();
            if (numbers.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            BigInteger first = numbers.getFirst().orElseThrow();
            BigInteger last = numbers.getLast().orElseThrow();
            if (first.compareTo(last) > 0) {
                return Optional.empty();
            }
            ranges.add(first + "-" + last);
        }
        return Optional.of(String.join(",", ranges));
    }
}
