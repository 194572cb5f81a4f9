package dev.mooring.hosttuning.setting;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The systemd unit of the server.
 *
 * <p>Its hardening is of the kind that costs nothing once the process runs: mounts, capabilities, no new privileges. A
 * system call filter would be paid on each of the two system calls of every ping, so there is none.
 *
 * <p>A server that crashes comes back each time, although by its defaults systemd gives up after five starts in ten
 * seconds. One whose configuration is refused (exit code 64) does not: another start changes nothing.
 */
final class ServerUnit {
    static final String NAME = "mooring-server.service";
    static final String PATH = "/etc/systemd/system/" + NAME;

    private ServerUnit() {}

    static RenderedFile of(List<Setting.UnitProperty> properties) {
        String lines = properties.stream()
                .map(property ->
                        property.key() + "=" + property.requirement().value().shell() + "\n")
                .collect(Collectors.joining());
        return new RenderedFile(PATH, """
                [Unit]
                Description=Mooring WebSocket server
                Wants=network-online.target
                After=network-online.target
                StartLimitIntervalSec=0

                [Service]
                User=mooring
                ExecStart=/opt/mooring/server/bin/mooring-server --config /etc/mooring/server.properties
                """ + lines + """
                RestartSec=1
                RestartPreventExitStatus=64
                SuccessExitStatus=143
                OOMScoreAdjust=-500
                NoNewPrivileges=yes
                CapabilityBoundingSet=
                ProtectSystem=strict
                ProtectHome=yes
                PrivateTmp=yes
                ProtectControlGroups=yes

                [Install]
                WantedBy=multi-user.target
                """);
    }
}
