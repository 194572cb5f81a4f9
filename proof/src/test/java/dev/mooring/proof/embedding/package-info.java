/** The server as others build on it. */
@NullMarked
package dev.mooring.proof.embedding;

import org.jspecify.annotations.NullMarked;
