/** Reads a host back and compares it with the settings. */
@NullMarked
package dev.mooring.hosttuning.verify;

import org.jspecify.annotations.NullMarked;
