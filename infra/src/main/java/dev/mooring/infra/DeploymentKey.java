package dev.mooring.infra;

import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.TextKey;

/** The inputs of a deployment, by the name that each has in cdk.json, context "deployment". */
public enum DeploymentKey implements TextKey {
    ACCOUNT(Form.text("account", "\\d{12}", "an account number of 12 digits")),
    REGION(Form.text("region", "[a-z0-9-]+", "a region such as us-east-1")),
    STACK(Form.text(
            "stack",
            "[A-Za-z][A-Za-z0-9-]{0,99}",
            "a name of 100 letters, digits and hyphens at most that begins with a letter")),
    AVAILABILITY_ZONES(Form.text(
            "availability-zones",
            "[a-z0-9-]+(,[a-z0-9-]+)*",
            "names or ids of availability zones, as in us-east-1a,us-east-1b or use1-az2,use1-az4")),
    IMAGE(Form.text("image", "ami-[0-9a-f]{8,17}", "the id of an image, as in ami-0123456789abcdef0")),
    KMS_KEY(Form.text(
            "kms-key", "arn:[a-z-]+:kms:.+|alias/.+", "the ARN of a KMS key, or its alias, as in alias/aws/ebs")),
    NAME(Form.text("name", Form.HOST_NAME, "a host name in lower case, as in ws.example.com")),
    NAME_ZONE(Form.text(
            "name-zone", "Z[A-Z0-9]{1,31}", "the id of a hosted zone of Route 53, as in Z0123456789ABCDEFGHIJ")),
    CERTIFICATE(Form.text(
            "certificate", "arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+", "the ARN of an ACM certificate")),
    DOMAIN(Form.text(ProjectFile.DOMAIN, Form.HOST_NAME, "a host name in lower case, as in ws.example.com")),
    CERTIFICATE_SECRET(
            Form.text("certificate-secret", Form.SECRET, "the name or the ARN of a secret in Secrets Manager")),
    SECRETS_KEY(Form.text("secrets-kms-key", "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/.+", "the ARN of a KMS key")),
    CONNECTION(Form.text(
            "connection",
            "arn:aws[a-z-]*:code(connections|star-connections):[a-z0-9-]+:\\d{12}:connection/.+",
            "the ARN of a code connection")),
    REPOSITORY(Form.text("repository", "[^/ ]+/[^ ]+", "a repository as owner/name")),
    BRANCH(Form.text("branch", "[^ ]+", "a branch"));

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final Form form;

    DeploymentKey(Form form) {
        this.form = form;
    }

    @Override
    public Form form() {
        return form;
    }
}
