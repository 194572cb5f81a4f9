/** What the binaries of a bundle need, compared with what the hosts' image has. */
@NullMarked
package dev.mooring.infra.elf;

import org.jspecify.annotations.NullMarked;
