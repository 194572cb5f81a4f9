/** What holds for the whole tree. */
@NullMarked
package dev.mooring.rules;

import org.jspecify.annotations.NullMarked;
