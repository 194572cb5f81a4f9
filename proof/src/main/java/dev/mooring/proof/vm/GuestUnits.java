package dev.mooring.proof.vm;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.proof.units.UnitComparison;
import dev.mooring.proof.units.UnitResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Generated unit files on the machine's systemd. What the units start is a program in the server's place; the server
 * itself runs on meanwhile.
 */
record GuestUnits(Guest guest) {
    private static final String SERVER = "/opt/mooring/server/bin/mooring-server";

    /** Around the cases: the program is put in the server's place, and taken away whatever happens. */
    private static final String PLACE = """
            printf '#!/bin/sh\\nwhile :; do sleep 1000; done\\n' >/opt/proof/server
            chmod 755 /opt/proof/server
            mount --bind /opt/proof/server %1$s
            trap 'umount %1$s' EXIT
            """.formatted(SERVER);

    UnitResult compare(CapacityPlan plan) throws IOException, InterruptedException {
        UnitComparison comparison = UnitComparison.apart(plan, new Random().nextLong());
        // As an argument it would be longer than Linux takes.
        String packed = Base64.getEncoder().encodeToString(packed(PLACE + comparison.script()));
        String output = guest.run("echo " + packed + " | base64 -d | gunzip >units.sh && sudo sh units.sh 2>units.log");
        try {
            return comparison.result(output);
        } catch (HostUnreachableException cut) {
            throw new IOException(
                    cut.getMessage() + "; it said: "
                            + guest.ask("tail -n 5 units.log").text(),
                    cut);
        }
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
