/** What a scenario found, and how it is written down. */
@NullMarked
package dev.mooring.proof.soak.result;

import org.jspecify.annotations.NullMarked;
