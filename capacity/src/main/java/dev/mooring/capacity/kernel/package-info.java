/** Files that the kernel makes up while they are read. */
@NullMarked
package dev.mooring.capacity.kernel;

import org.jspecify.annotations.NullMarked;
