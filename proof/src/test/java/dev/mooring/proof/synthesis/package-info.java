/** The templates that the shipped commands synthesize, and what the programs on a host need of them. */
@NullMarked
package dev.mooring.proof.synthesis;

import org.jspecify.annotations.NullMarked;
