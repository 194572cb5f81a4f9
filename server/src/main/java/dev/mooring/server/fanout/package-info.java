/** One message to a set of connections, a topic's, a user's or all: encoded once, and a write a connection for all of a turn. */
@NullMarked
package dev.mooring.server.fanout;

import org.jspecify.annotations.NullMarked;
