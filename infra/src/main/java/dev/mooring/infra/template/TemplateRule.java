package dev.mooring.infra.template;

import java.util.stream.Stream;

/** Something that a template must not do, although the CDK synthesizes it and its validator lets it pass. */
@FunctionalInterface
interface TemplateRule {
    /** A sentence for each place where the template does it. */
    Stream<String> violations(Template template);
}
