/** Hosts on which a script can be run, near or far. */
@NullMarked
package dev.mooring.hosttuning.host;

import org.jspecify.annotations.NullMarked;
