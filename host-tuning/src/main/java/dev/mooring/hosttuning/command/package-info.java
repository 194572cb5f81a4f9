/** The command {@code host-tuning/verify}: hosts in, findings out. */
@NullMarked
package dev.mooring.hosttuning.command;

import org.jspecify.annotations.NullMarked;
