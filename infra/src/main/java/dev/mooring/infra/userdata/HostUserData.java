package dev.mooring.infra.userdata;

import dev.mooring.capacity.input.Resource;
import dev.mooring.hosttuning.setting.HostTuningScript;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The user-data of a host: a shell script that tunes it, installs the bundles by their hashes, and starts server and
 * agent. EC2 takes 16 KiB before encoding; a rule of the template keeps to it. A script that comes near goes without its
 * comments, which are a fifth of it: a host with a push port, TLS and tokens has much to be told.
 */
public final class HostUserData {
    /** Below what EC2 takes by as much as what is behind the tokens of a template may be longer than they are. */
    private static final int ROOM = 15_000;

    /** A line of its own; the first line of a script is none. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^ *#(?!!).*\n");

    private static final String TEMPLATE = "install-host.sh";
    private static final String TIMER = "step systemctl enable --now mooring-tracking.timer\n";

    /** Waits until they are written. */
    private static final String SECRETS =
            "step systemctl enable mooring-secrets.service\nstep systemctl restart mooring-secrets.service\n";

    private HostUserData() {}

    public static String of(DeploymentPlan inputs, HostIdentity host, List<HostBundle> bundles) {
        TuningProfile profile = TuningProfile.of(inputs.plan(), Role.SERVER, false);
        boolean tracked = inputs.plan().spec().instance().trackingTimeoutConfigurable();
        String script = Resource.text(HostUserData.class, TEMPLATE)
                .replace("@REGION@", host.region())
                .replace("@STACK@", host.stack())
                .replace("@RESOURCE@", Names.GROUP_RESOURCE)
                .replace("@TUNE_HOST@", HostTuningScript.of(profile))
                .replace("@BUNDLES@\n", bundles(bundles))
                .replace("@FILES@\n", files(HostFiles.of(inputs, host)))
                .replace("@TIMER@\n", tracked ? TIMER : "")
                .replace("@SECRETS@\n", inputs.agentReadsSecrets() ? SECRETS : "")
                .replace("@PUSH@\n", push(inputs));
        return script.getBytes(StandardCharsets.UTF_8).length <= ROOM
                ? script
                : COMMENT.matcher(script).replaceAll("");
    }

    private static String push(DeploymentPlan inputs) {
        return inputs.messaging()
                .pushKeys()
                .map(secret -> Resource.text(HostUserData.class, "push-port.sh").replace("@SECRET@", secret))
                .orElse("");
    }

    private static String bundles(List<HostBundle> bundles) {
        return bundles.stream()
                .map(bundle ->
                        "step install_bundle " + bundle.name() + " " + bundle.url() + " " + bundle.sha256() + "\n")
                .collect(Collectors.joining());
    }

    private static String files(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> "\nstep write_file " + file.getKey() + " <<'EOF'\n" + file.getValue() + "EOF\n")
                .collect(Collectors.joining());
    }
}
