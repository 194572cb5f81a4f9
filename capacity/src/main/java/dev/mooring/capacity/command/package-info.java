/** The shape that all command lines share. Needs picocli, which only programs have. */
@NullMarked
package dev.mooring.capacity.command;

import org.jspecify.annotations.NullMarked;
