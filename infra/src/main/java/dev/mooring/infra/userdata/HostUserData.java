package dev.mooring.infra.userdata;

import dev.mooring.capacity.input.Resource;
import dev.mooring.hosttuning.setting.HostTuningScript;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The user-data of a host: a shell script that tunes it, installs the bundles by their hashes, and starts server and
 * agent. EC2 takes 16 KiB before encoding; a rule of the template keeps to it.
 */
public final class HostUserData {
    private static final String TEMPLATE = "install-host.sh";
    private static final String TIMER = "step systemctl enable --now mooring-tracking.timer\n";

    /** Waits until they are written. */
    private static final String SECRETS =
            "step systemctl enable mooring-secrets.service\nstep systemctl restart mooring-secrets.service\n";

    private HostUserData() {}

    public static String of(DeploymentPlan inputs, HostIdentity host, List<HostBundle> bundles) {
        TuningProfile profile = TuningProfile.of(inputs.plan(), Role.SERVER, false);
        boolean tracked = inputs.plan().spec().instance().trackingTimeoutConfigurable();
        return Resource.text(HostUserData.class, TEMPLATE)
                .replace("@REGION@", host.region())
                .replace("@STACK@", host.stack())
                .replace("@RESOURCE@", Names.GROUP_RESOURCE)
                .replace("@TUNE_HOST@", HostTuningScript.of(profile))
                .replace("@BUNDLES@\n", bundles(bundles))
                .replace("@FILES@\n", files(HostFiles.of(inputs, host)))
                .replace("@TIMER@\n", tracked ? TIMER : "")
                .replace("@SECRETS@\n", inputs.agentReadsSecrets() ? SECRETS : "")
                .replace("@PUSH@\n", push(inputs));
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
