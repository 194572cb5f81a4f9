/** Who listens to what on one event loop: members and topics as numbers in a few arrays. Pure, no sockets. */
@NullMarked
package dev.mooring.server.topic;

import org.jspecify.annotations.NullMarked;
