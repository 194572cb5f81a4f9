package dev.mooring.server.apikey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 from the server's side, for the service {@code execute-api}.
 *
 * <p>AWS Identity and Access Management, "Signing AWS API requests". The body's hash is computed here whatever the request
 * says of it, for botocore sends none, and any set of signed headers will do that has Host and X-Amz-Date, for it signs
 * no others. As the SDKs do, the path is normalized and its segments are encoded once more. Not thread-safe.
 * Cost: one SHA-256 over the body, and two HMACs, five with the first request of a key and day.
 */
final class SignatureV4 {
    /** How far the caller's clock may be off; AWS allows as much. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            ALGORITHM + " +Credential=([^/, ]{1,128})/(\\d{8})/([^/, ]{1,64})/([^/, ]{1,64})/aws4_request *, *"
                    + "SignedHeaders=([a-z0-9;._-]{1,1024}) *, *Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final String UNRESERVED = "-_.~";
    private static final HexFormat HEX = HexFormat.of();

    private final Function<String, Optional<AccessKey>> keys;

    SignatureV4(Function<String, Optional<AccessKey>> keys) {
        this.keys = keys;
    }

    static boolean claims(String authorization) {
        return authorization.startsWith(ALGORITHM);
    }

    /** Why the request is refused, empty when it is signed by one of the keys. */
    Optional<String> refusal(KeyedRequest request, Instant now) {
        Matcher claim = AUTHORIZATION.matcher(request.header("authorization"));
        if (!claim.matches()) {
            return Optional.of("the Authorization header is not of Signature Version 4; sign with an AWS SDK");
        }
        List<String> signed = List.of(claim.group(5).split(";"));
        String date = request.header("x-amz-date");
        Optional<String> unfit = unfit(claim, signed, date, now);
        if (unfit.isPresent()) {
            return unfit;
        }
        Optional<AccessKey> key = keys.apply(claim.group(1));
        if (key.isEmpty()) {
            return Optional.of("access key " + claim.group(1) + " is not among the server's api-keys; add it there");
        }
        String scope = claim.group(2) + "/" + claim.group(3) + "/" + claim.group(4) + "/aws4_request";
        String toSign = ALGORITHM + "\n" + date + "\n" + scope + "\n"
                + HEX.formatHex(
                        sha256(canonical(request, signed, claim.group(5)).getBytes(UTF_8)));
        byte[] expected = hmac(key.get().signingKey(scope), toSign);
        return MessageDigest.isEqual(expected, HEX.parseHex(claim.group(6)))
                ? Optional.empty()
                : Optional.of("the signature is not that of this request and access key " + claim.group(1)
                        + "; check the secret, and that no proxy changes Host, path or body");
    }

    private static Optional<String> unfit(Matcher claim, List<String> signed, String date, Instant now) {
        if (!claim.group(4).equals("execute-api")) {
            return Optional.of(
                    "service " + claim.group(4) + " is signed for, not execute-api; use the client of API Gateway");
        }
        if (!signed.contains("host") || !signed.contains("x-amz-date")) {
            return Optional.of("host and x-amz-date are not both signed; sign them");
        }
        try {
            Instant at = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
            if (Duration.between(at, now).abs().compareTo(SKEW) > 0) {
                return Optional.of("x-amz-date=" + date + " is more than " + SKEW.toMinutes()
                        + " minutes off the server's clock; set the clocks right");
            }
        } catch (DateTimeException unreadable) {
            return Optional.of("x-amz-date is not a date as 20260131T235959Z; sign with an AWS SDK");
        }
        return date.startsWith(claim.group(2))
                ? Optional.empty()
                : Optional.of("the credential's day is not that of x-amz-date; sign with an AWS SDK");
    }

    private static String canonical(KeyedRequest request, List<String> signed, String names) {
        String[] target = request.target().split("\\?", 2);
        StringBuilder text = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(path(target[0]))
                .append('\n')
                .append(target.length > 1 ? query(target[1]) : "")
                .append('\n');
        for (String name : signed) {
            String values = request.headers().apply(name).stream()
                    .map(value -> value.strip().replaceAll(" +", " "))
                    .collect(Collectors.joining(","));
            text.append(name).append(':').append(values).append('\n');
        }
        return text.append('\n')
                .append(names)
                .append('\n')
                .append(HEX.formatHex(sha256(request.body().duplicate())))
                .toString();
    }

    /** Without empty segments and dots, each segment encoded once more: what goes out as %3D is signed as %253D. */
    private static String path(String sent) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : sent.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(encode(segment.getBytes(UTF_8)));
            }
        }
        String path = "/" + String.join("/", segments);
        return sent.endsWith("/") && !segments.isEmpty() ? path + "/" : path;
    }

    private static String query(String sent) {
        return Arrays.stream(sent.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .map(pair -> encode(decode(pair[0])) + "=" + (pair.length > 1 ? encode(decode(pair[1])) : ""))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encode(byte[] text) {
        StringBuilder encoded = new StringBuilder(text.length + 16);
        for (byte octet : text) {
            char letter = (char) (octet & 0xff);
            if (letter < 128 && (Character.isLetterOrDigit(letter) || UNRESERVED.indexOf(letter) >= 0)) {
                encoded.append(letter);
            } else {
                encoded.append('%').append(HEX.withUpperCase().toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static byte[] decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), ISO_8859_1).getBytes(ISO_8859_1);
        } catch (IllegalArgumentException broken) {
            return text.getBytes(UTF_8);
        }
    }

    static byte[] sha256(byte[] bytes) {
        return sha256(ByteBuffer.wrap(bytes));
    }

    private static byte[] sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
