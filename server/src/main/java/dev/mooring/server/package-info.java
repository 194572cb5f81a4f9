/** The WebSocket server: started, run, drained and stopped here. */
@NullMarked
package dev.mooring.server;

import org.jspecify.annotations.NullMarked;
