package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The machine itself.
 *
 * @param boot the kernel's id of this boot; it names the machine
 * @param system kernel and distribution, human-readable
 * @param memory MemTotal
 * @param memoryAvailable MemAvailable
 * @param openFiles open files of the whole system
 */
record MachineFacts(
        String boot, String system, Optional<Bytes> memory, Optional<Bytes> memoryAvailable, OptionalLong openFiles) {}
