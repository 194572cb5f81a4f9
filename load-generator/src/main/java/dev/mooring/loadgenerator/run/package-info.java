/** A run from the first connection to the last Close, inside one process. */
@NullMarked
package dev.mooring.loadgenerator.run;

import org.jspecify.annotations.NullMarked;
