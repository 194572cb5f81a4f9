@NullMarked
package dev.mooring.hosttuning;

import org.jspecify.annotations.NullMarked;
