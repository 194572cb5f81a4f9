package dev.mooring.infra.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All rules, for all templates of a synthesis. Pure reading: milliseconds a template. */
public final class TemplateRules {
    private static final String SUFFIX = ".template.json";
    private static final List<TemplateRule> RULES = List.of(
            new AttributeRule(),
            new ListenerRule(),
            new HostTypeRule(),
            new HostSafetyRule(),
            new HookRule(),
            new StayRule(),
            new TargetRule(),
            new RotationRule(),
            new AdministrationRule(),
            new AlarmRule(),
            new CircleRule());

    private TemplateRules() {}

    /** What the templates below a folder do wrong, each as a sentence that begins with the file. */
    public static List<String> checkFolder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .flatMap(file -> check(Template.read(file)).stream()
                            .map(violation -> folder.relativize(file) + ": " + violation))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<String> check(Template template) {
        return RULES.stream().flatMap(rule -> rule.violations(template)).toList();
    }
}
