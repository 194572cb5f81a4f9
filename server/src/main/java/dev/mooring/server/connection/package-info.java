/** One small object a connection, and the event loop that carries them. */
@NullMarked
package dev.mooring.server.connection;

import org.jspecify.annotations.NullMarked;
