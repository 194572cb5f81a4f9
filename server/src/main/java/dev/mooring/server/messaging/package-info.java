/** What the server's program adds to the face when messages are wanted: topics in the URL, a backend, client protocols. */
@NullMarked
package dev.mooring.server.messaging;

import org.jspecify.annotations.NullMarked;
