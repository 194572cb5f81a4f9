/** Child processes, and what can be asked of them from outside. */
@NullMarked
package dev.mooring.workbench.process;

import org.jspecify.annotations.NullMarked;
