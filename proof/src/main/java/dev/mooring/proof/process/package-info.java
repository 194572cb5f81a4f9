/** Child processes, and what can be asked of them from outside. */
@NullMarked
package dev.mooring.proof.process;

import org.jspecify.annotations.NullMarked;
