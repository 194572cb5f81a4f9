/** Whom a client with TLS trusts. */
@NullMarked
package dev.mooring.loadgenerator.tls;

import org.jspecify.annotations.NullMarked;
