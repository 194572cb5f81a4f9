/** Verify's reading of units against the machine's own systemd. */
@NullMarked
package dev.mooring.proof.units;

import org.jspecify.annotations.NullMarked;
