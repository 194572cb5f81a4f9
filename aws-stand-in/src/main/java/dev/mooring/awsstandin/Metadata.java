package dev.mooring.awsstandin;

import dev.mooring.awsstandin.HttpEndpoint.Answer;
import dev.mooring.awsstandin.HttpEndpoint.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The instance metadata, version 2 only: a request without a valid token is refused. */
public final class Metadata {
    private static final DateTimeFormatter EVENT_TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final AutoScalingGroup group;
    private final Map<String, String> values = new HashMap<>();
    private int tokens;
    private int tokenStatus = 200;
    private String afterToken = "";

    Metadata(AutoScalingGroup group, String instance, String address, String publicAddress) {
        this.group = group;
        values.put("instance-id", instance);
        values.put("local-ipv4", address);
        values.put("public-ipv4", publicAddress);
    }

    public synchronized void interrupt(String action, Instant time) {
        values.put("spot/instance-action", "{\"action\": \"" + action + "\", \"time\": \"" + time + "\"}");
    }

    /** EC2 announces that it does this to the instance, as in {@code instance-stop}. */
    public synchronized void schedule(String code, Instant notBefore) {
        values.put(
                "events/maintenance/scheduled",
                "[{\"NotBefore\": \"" + EVENT_TIME.format(notBefore) + "\", \"Code\": \"" + code
                        + "\", \"Description\": \"scheduled\", \"State\": \"active\"}]");
    }

    public synchronized void expireTokens() {
        tokens++;
    }

    /** Whoever asks for a token gets a page with this status. */
    public synchronized void refuseTokens(int status) {
        tokenStatus = status;
    }

    /** Tokens are followed by this, which is not part of them. */
    public synchronized void endTokensWith(String text) {
        afterToken = text;
    }

    synchronized Answer answer(Request request) {
        if (request.path().equals("/latest/api/token")) {
            return request.method().equals("PUT") ? tokenAnswer() : new Answer(405, "");
        }
        if (!request.token().equals(token())) {
            return new Answer(401, "");
        }
        String path = request.path().substring("/latest/meta-data/".length());
        String value = path.equals("autoscaling/target-lifecycle-state") ? group.targetState() : values.get(path);
        return value == null ? new Answer(404, "") : new Answer(200, value);
    }

    private Answer tokenAnswer() {
        return tokenStatus == 200
                ? new Answer(200, token() + afterToken)
                : new Answer(tokenStatus, "<html>\n<body>no token</body>\n</html>\n");
    }

    private String token() {
        return "token-" + tokens;
    }
}
