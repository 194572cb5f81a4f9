/** Files that a user names. */
@NullMarked
package dev.mooring.capacity.input;

import org.jspecify.annotations.NullMarked;
