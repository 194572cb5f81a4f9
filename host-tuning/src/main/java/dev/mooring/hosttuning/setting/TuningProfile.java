package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.CapacityPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a host with the files that make them.
 *
 * @param role what the host is for
 * @param settings in the order of the report
 */
public record TuningProfile(Role role, List<Setting> settings) {
    /** The name of the server's systemd unit. */
    public static final String SERVER_UNIT = ServerUnit.NAME;

    /** The file of that unit. */
    public static final String SERVER_UNIT_FILE = ServerUnit.PATH;

    public TuningProfile {
        settings = List.copyOf(settings);
    }

    public static TuningProfile of(CapacityPlan plan, Role role, boolean firewallActive) {
        return new TuningProfile(role, SettingCatalog.of(plan, role, firewallActive));
    }

    /**
     * A fingerprint of what is written. It does not depend on severities or reasons, so a host that was tuned before a
     * firewall became active still has the profile that is checked.
     */
    public String hash() {
        String text = settings.stream()
                .map(setting -> String.join(
                        "|",
                        setting.file(),
                        setting.key(),
                        setting.requirement().comparison().name(),
                        setting.requirement().value().shell()))
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    /** The files of the host, in the order in which they are written. */
    public List<RenderedFile> files() {
        List<RenderedFile> common = List.of(
                ModuleFiles.load(ofType(Setting.KernelModule.class)),
                ModuleFiles.options(ofType(Setting.KernelModule.class)),
                SysctlFile.of(ofType(Setting.Sysctl.class)),
                LimitsFile.of(ofType(Setting.Limit.class)));
        return role == Role.SERVER
                ? Stream.concat(common.stream(), Stream.of(ServerUnit.of(ofType(Setting.UnitProperty.class))))
                        .toList()
                : common;
    }

    /** The settings of one kind. */
    public <T extends Setting> List<T> ofType(Class<T> type) {
        return settings.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
