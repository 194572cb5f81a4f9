/** Programs that run what is shipped and measure it. */
@NullMarked
package dev.mooring.proof;

import org.jspecify.annotations.NullMarked;
