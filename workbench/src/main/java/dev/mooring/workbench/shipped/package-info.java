/** The programs that are shipped, as child processes: the server from its bundle, the load generator. */
@NullMarked
package dev.mooring.workbench.shipped;

import org.jspecify.annotations.NullMarked;
