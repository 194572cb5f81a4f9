/** Many conversations on one event loop, random ones, held against a model. */
@NullMarked
package dev.mooring.server.conversation;

import org.jspecify.annotations.NullMarked;
