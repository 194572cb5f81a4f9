package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A machine with four processors in software emulation: a kernel of its own, so that every limit of a host can be set and
 * met. Its memory is taken from this machine only as it is touched. It ends when the guest powers off or reboots; starting
 * it again with the same disk is the reboot.
 *
 * <p>An emulated processor is some twenty times slower than the real one: take counts and bytes from it, not times.
 */
final class VirtualMachine {
    static final int PROCESSORS = 4;

    private final Process process;

    private VirtualMachine(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param work the folder with disk, kernel, initrd and seed.iso
     * @param sshPort the port of loopback that leads to its sshd
     * @param environment variables of everything that systemd starts in it
     */
    static VirtualMachine start(
            Path work, Bytes memory, int sshPort, List<String> environment, ChildProcesses children, String console)
            throws IOException {
        StringBuilder kernel = new StringBuilder("root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off");
        environment.forEach(variable -> kernel.append(" systemd.setenv=").append(variable));
        List<String> command = List.of(
                "qemu-system-x86_64",
                "-machine",
                "q35",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                "max",
                "-smp",
                Integer.toString(PROCESSORS),
                "-m",
                (memory.count() >> 20) + "M",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "file:" + work.resolve(console),
                "-no-reboot",
                "-kernel",
                work.resolve("kernel").toString(),
                "-initrd",
                work.resolve("initrd").toString(),
                "-append",
                kernel.toString(),
                "-drive",
                "file=" + work.resolve("disk") + ",if=virtio,format=raw,cache=unsafe",
                "-drive",
                "file=" + work.resolve("seed.iso") + ",if=virtio,format=raw,readonly=on",
                "-netdev",
                "user,id=network,hostfwd=tcp:127.0.0.1:" + sshPort + "-:22",
                "-device",
                "virtio-net-pci,netdev=network",
                "-device",
                "virtio-rng-pci");
        return new VirtualMachine(children.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("qemu.log").toFile())));
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until the guest has gone down. */
    void awaitEnd(Duration deadline) throws IOException, InterruptedException {
        if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the machine did not go down within " + deadline.toSeconds() + "s; see console.log");
        }
    }
}
