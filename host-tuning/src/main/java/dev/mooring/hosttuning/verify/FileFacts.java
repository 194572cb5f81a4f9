package dev.mooring.hosttuning.verify;

/**
 * The files that the next boot and the next session go by.
 *
 * @param sysctl sysctl.d
 * @param limits limits.d, and the users whose sessions it is about
 * @param modules modules-load.d and modprobe.d
 * @param tuningRecord what the tuning script left
 */
record FileFacts(SysctlFiles sysctl, LimitsFacts limits, ModuleFacts modules, ProbeSection tuningRecord) {}
