/** JSON Web Tokens that let clients in: where they are, whose keys verify them, what they say. */
@NullMarked
package dev.mooring.server.token;

import org.jspecify.annotations.NullMarked;
