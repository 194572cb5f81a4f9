/** The shipped server and the shipped load generator over TLS: each with the other, through the kernel. */
@NullMarked
package dev.mooring.proof.wss;

import org.jspecify.annotations.NullMarked;
