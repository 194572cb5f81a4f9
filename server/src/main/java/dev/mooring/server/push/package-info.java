/** The push port: from any backend to one connection, a user, a topic or all. Built on the server's public face alone. */
@NullMarked
package dev.mooring.server.push;

import org.jspecify.annotations.NullMarked;
