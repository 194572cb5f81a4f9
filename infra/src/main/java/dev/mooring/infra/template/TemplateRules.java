package dev.mooring.infra.template;

import java.nio.file.Path;
import java.util.List;

/** stub. */
public final class TemplateRules {
    private TemplateRules() {}

    public static List<String> checkFolder(Path folder) {
        return List.of();
    }
}
