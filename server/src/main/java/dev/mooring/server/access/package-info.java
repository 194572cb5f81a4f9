/** Who may connect: asked before the application is. It uses nothing that an embedding program cannot. */
@NullMarked
package dev.mooring.server.access;

import org.jspecify.annotations.NullMarked;
