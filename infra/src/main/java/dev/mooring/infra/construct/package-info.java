/** The parts of a fleet on AWS. */
@NullMarked
package dev.mooring.infra.construct;

import org.jspecify.annotations.NullMarked;
