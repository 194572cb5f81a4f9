/** The WebSocket server beside the agent, seen through its admin port. */
@NullMarked
package dev.mooring.hostagent.server;

import org.jspecify.annotations.NullMarked;
