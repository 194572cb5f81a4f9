/** What all programs have in common at their end: whether the result arrived, and what went wrong, in a sentence. */
@NullMarked
package dev.mooring.capacity.output;

import org.jspecify.annotations.NullMarked;
