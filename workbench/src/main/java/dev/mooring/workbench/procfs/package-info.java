/** What the kernel and the Java virtual machine say about a process, as numbers: pure text parsing. */
@NullMarked
package dev.mooring.workbench.procfs;

import org.jspecify.annotations.NullMarked;
