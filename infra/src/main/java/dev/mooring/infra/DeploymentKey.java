package dev.mooring.infra;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The inputs of a deployment, by the name that each has in cdk.json, context "deployment". */
public enum DeploymentKey {
    ACCOUNT("account", "\\d{12}", "an account number of 12 digits"),
    REGION("region", "[a-z0-9-]+", "a region such as us-east-1"),
    STACK("stack", "[A-Za-z][A-Za-z0-9-]{0,99}", "a name of letters, digits and hyphens that begins with a letter"),
    AVAILABILITY_ZONES(
            "availability-zones",
            "[a-z0-9-]+(,[a-z0-9-]+)*",
            "names or ids of availability zones, as in us-east-1a,us-east-1b or use1-az2,use1-az4"),
    IMAGE("image", "ami-[0-9a-f]{8,17}", "the id of an image, as in ami-0123456789abcdef0"),
    KMS_KEY("kms-key", "arn:[a-z-]+:kms:.+|alias/.+", "the ARN of a KMS key, or its alias, as in alias/aws/ebs"),
    NAME(
            "name",
            "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+",
            "a host name in lower case, as in ws.example.com"),
    NAME_ZONE("name-zone", "Z[A-Z0-9]{1,31}", "the id of a hosted zone of Route 53, as in Z0123456789ABCDEFGHIJ"),
    CERTIFICATE("certificate", "arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+", "the ARN of an ACM certificate"),
    CONNECTION(
            "connection",
            "arn:aws[a-z-]*:code(connections|star-connections):[a-z0-9-]+:\\d{12}:connection/.+",
            "the ARN of a code connection"),
    REPOSITORY("repository", "[^/ ]+/[^ ]+", "a repository as owner/name"),
    BRANCH("branch", "[^ ]+", "a branch");

    private final String key;
    private final String pattern;
    private final String form;

    DeploymentKey(String key, String pattern, String form) {
        this.key = key;
        this.pattern = pattern;
        this.form = form;
    }

    /**
     * The key with this name.
     *
     * @throws RefusedException when there is none
     */
    static DeploymentKey of(String name, Object value) {
        return Arrays.stream(values())
                .filter(each -> each.key.equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        name, value, "is not one of the inputs", known(), "correct the name or remove it"));
    }

    public String key() {
        return key;
    }

    String require(Object value) {
        if (value instanceof String text && text.matches(pattern)) {
            return text;
        }
        throw RefusedException.of(key, value, "is not", form, "correct it or remove it");
    }

    private static String known() {
        return Arrays.stream(values()).map(DeploymentKey::key).collect(Collectors.joining(", "));
    }
}
