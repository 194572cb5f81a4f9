@NullMarked
package dev.mooring.hosttuning.host;

import org.jspecify.annotations.NullMarked;
