/** What the commands that measure have in common. */
@NullMarked
package dev.mooring.proof.command;

import org.jspecify.annotations.NullMarked;
