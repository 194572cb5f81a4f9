@NullMarked
package dev.mooring.hosttuning.verify;

import org.jspecify.annotations.NullMarked;
