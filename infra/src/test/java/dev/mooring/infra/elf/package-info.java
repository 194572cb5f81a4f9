@NullMarked
package dev.mooring.infra.elf;

import org.jspecify.annotations.NullMarked;
