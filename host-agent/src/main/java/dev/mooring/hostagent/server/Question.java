package dev.mooring.hostagent.server;

import java.time.Instant;
import java.util.Set;

/**
 * What a report must be about to count.
 *
 * @param plan fingerprint of the plan
 * @param boot the kernel's id of this boot, which no other machine has
 * @param began when the command was started
 * @param ended when it had ended
 * @param acceptedWarnings ids of findings that may warn
 */
record Question(String plan, String boot, Instant began, Instant ended, Set<String> acceptedWarnings) {}
