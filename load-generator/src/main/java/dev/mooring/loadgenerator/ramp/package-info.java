/** When connections start, start again, or have waited too long: pure arithmetic over injected time. */
@NullMarked
package dev.mooring.loadgenerator.ramp;

import org.jspecify.annotations.NullMarked;
