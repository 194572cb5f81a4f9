/** Whom a client with TLS trusts, and what it greets servers with. Nothing of it is loaded for ws://. */
@NullMarked
package dev.mooring.loadgenerator.tls;

import org.jspecify.annotations.NullMarked;
