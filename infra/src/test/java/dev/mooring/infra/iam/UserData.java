package dev.mooring.infra.iam;

import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.regex.Pattern;

/** What the script of a host downloads. */
public final class UserData {
    private static final Pattern BUNDLE = Pattern.compile("(?m)^step install_bundle \\w+ s3://(\\S+) ");

    private UserData() {}

    /** The ARNs of the objects. */
    public static List<String> bundles(Template template) {
        return BUNDLE.matcher(script(template))
                .results()
                .map(found -> "arn:aws:s3:::" + found.group(1))
                .toList();
    }

    /** The whole script. */
    public static String script(Template template) {
        return new ResolvedTemplate(template)
                .text(template.ofType("AWS::EC2::LaunchTemplate")
                        .findFirst()
                        .orElseThrow()
                        .properties()
                        .at("/LaunchTemplateData/UserData/Fn::Base64"));
    }
}
