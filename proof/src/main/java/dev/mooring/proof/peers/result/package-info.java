/** Samples, their medians and ratios, and the reports printed from them. */
@NullMarked
package dev.mooring.proof.peers.result;

import org.jspecify.annotations.NullMarked;
