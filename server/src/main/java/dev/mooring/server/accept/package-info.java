/** Who gets in: listening sockets, the admission cap, and what happens when descriptors run out. */
@NullMarked
package dev.mooring.server.accept;

import org.jspecify.annotations.NullMarked;
