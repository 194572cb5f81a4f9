package dev.mooring.awsstandin;

import dev.mooring.awsstandin.HttpEndpoint.Request;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * ChangeResourceRecordSets in the REST-XML protocol of Route 53, for multivalue records of type A with one address.
 *
 * <p>Source: Route 53 API reference, ChangeResourceRecordSets.
 */
final class NameChanges {
    static final String PREFIX = "/2013-04-01/";
    static final String ACTION = "ChangeResourceRecordSets";

    private static final Pattern PATH = Pattern.compile(PREFIX + "hostedzone/([A-Z0-9]{1,32})/rrset/?");
    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    private final HostNames names;

    NameChanges(HostNames names) {
        this.names = names;
    }

    /** The answer in XML. */
    String answer(Request request) {
        change(request);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <ChangeResourceRecordSetsResponse xmlns="%s"><ChangeInfo><Id>/change/C0123456789ABC</Id>\
                <Status>PENDING</Status><SubmittedAt>2026-11-24T12:00:00Z</SubmittedAt></ChangeInfo>\
                </ChangeResourceRecordSetsResponse>""".formatted(NAMESPACE);
    }

    private void change(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!request.method().equals("POST") || !path.matches()) {
            throw new AwsRefusal("InvalidInput", request.method() + " " + request.path() + " is not played");
        }
        if (!path.group(1).equals(HostNames.ZONE)) {
            throw new AwsRefusal("NoSuchHostedZone", "No hosted zone found with ID: " + path.group(1));
        }
        NodeList changes = XmlPaths.root(request.body()).getElementsByTagNameNS(NAMESPACE, "Change");
        if (changes.getLength() == 0) {
            throw new AwsRefusal("InvalidInput", "the batch has no change");
        }
        for (int i = 0; i < changes.getLength(); i++) {
            apply((Element) changes.item(i));
        }
    }

    private void apply(Element change) {
        require(change, "Type", "A");
        require(change, "MultiValueAnswer", "true");
        HostRecord host = new HostRecord(
                text(change, "Name"),
                text(change, "SetIdentifier"),
                Duration.ofSeconds(Long.parseLong(text(change, "TTL"))),
                text(change, "Value"));
        switch (text(change, "Action")) {
            case "UPSERT" -> names.upsert(host);
            case "DELETE" -> names.delete(host);
            default -> throw new AwsRefusal("InvalidInput", "the action " + text(change, "Action") + " is not played");
        }
    }

    private static void require(Element change, String element, String value) {
        if (!text(change, element).equals(value)) {
            throw new AwsRefusal("InvalidInput", element + "=" + text(change, element) + " is not played");
        }
    }

    private static String text(Element change, String element) {
        NodeList found = change.getElementsByTagNameNS(NAMESPACE, element);
        if (found.getLength() != 1) {
            throw new AwsRefusal("InvalidInput", "a change has " + found.getLength() + " of " + element);
        }
        return found.item(0).getTextContent();
    }
}
