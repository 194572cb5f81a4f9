/** Hosts reached over SSH: one session and one exec for each script, never longer than its time limit. */
@NullMarked
package dev.mooring.hosttuning.ssh;

import org.jspecify.annotations.NullMarked;
