/** Compares what verify says of a server's unit files with what a booted systemd makes of the same files. */
@NullMarked
package dev.mooring.proof.units;

import org.jspecify.annotations.NullMarked;
