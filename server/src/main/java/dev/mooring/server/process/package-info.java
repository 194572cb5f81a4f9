/** The server as a process of its own. */
@NullMarked
package dev.mooring.server.process;

import org.jspecify.annotations.NullMarked;
