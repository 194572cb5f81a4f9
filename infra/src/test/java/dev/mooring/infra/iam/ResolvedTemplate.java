package dev.mooring.infra.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The texts of a template as CloudFormation would give them, with ARNs of one account. */
public record ResolvedTemplate(Template template) {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "us-east-1";

    private static final Map<String, String> PSEUDO = Map.of(
            "AWS::Region", REGION,
            "AWS::AccountId", ACCOUNT,
            "AWS::Partition", "aws",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "Mooring",
            "AWS::StackId", "arn:aws:cloudformation:us-east-1:123456789012:stack/Mooring/0");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    public String text(JsonNode value) {
        if (value.isTextual() || value.isNumber() || value.isBoolean()) {
            return value.asText();
        }
        if (value.has("Ref")) {
            return reference(value.path("Ref").asText(), true);
        }
        if (value.has("Fn::GetAtt")) {
            return reference(value.at("/Fn::GetAtt/0").asText(), false);
        }
        if (value.has("Fn::Join")) {
            return StreamSupport.stream(value.at("/Fn::Join/1").spliterator(), false)
                    .map(this::text)
                    .collect(Collectors.joining(value.at("/Fn::Join/0").asText()));
        }
        if (value.has("Fn::Sub")) {
            Matcher variable = VARIABLE.matcher(value.path("Fn::Sub").asText());
            return variable.replaceAll(
                    found -> Matcher.quoteReplacement(PSEUDO.getOrDefault(found.group(1), found.group(1))));
        }
        throw new IllegalArgumentException("cannot resolve " + value);
    }

    /** The ARN of a resource by its logical id. */
    public String arn(String id) {
        return reference(id, false);
    }

    private String reference(String id, boolean ref) {
        String pseudo = PSEUDO.get(id);
        if (pseudo != null) {
            return pseudo;
        }
        String type = template.root().at("/Resources/" + id + "/Type").asText();
        String place = REGION + ":" + ACCOUNT + ":";
        return switch (type) {
            case "AWS::SNS::Topic" -> "arn:aws:sns:" + place + id;
            case "AWS::ElasticLoadBalancingV2::TargetGroup" ->
                "arn:aws:elasticloadbalancing:" + place + "targetgroup/" + id + "/0";
            case "AWS::Logs::LogGroup" -> ref ? id : "arn:aws:logs:" + place + "log-group:" + id + ":*";
            case "AWS::IAM::Role" -> ref ? id : "arn:aws:iam::" + ACCOUNT + ":role/" + id;
            case "AWS::S3::Bucket" -> ref ? id : "arn:aws:s3:::" + id.toLowerCase(java.util.Locale.ROOT);
            case "AWS::Lambda::Function" -> ref ? id : "arn:aws:lambda:" + place + "function:" + id;
            case "AWS::CodeBuild::Project" -> ref ? id : "arn:aws:codebuild:" + place + "project/" + id;
            case "AWS::Route53::HostedZone" -> ref ? id : "arn:aws:route53:::hostedzone/" + id;
            case "AWS::Events::Rule" -> "arn:aws:events:" + place + "rule/" + id;
            default -> id;
        };
    }
}
