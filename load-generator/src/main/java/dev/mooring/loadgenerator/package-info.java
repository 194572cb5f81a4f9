/** The command that opens, holds and measures WebSocket connections. */
@NullMarked
package dev.mooring.loadgenerator;

import org.jspecify.annotations.NullMarked;
