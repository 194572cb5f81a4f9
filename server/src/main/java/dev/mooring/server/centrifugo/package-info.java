/** Centrifugo's client protocol in JSON, so that centrifuge-js connects unchanged. Pure but for the handler that joins it. */
@NullMarked
package dev.mooring.server.centrifugo;

import org.jspecify.annotations.NullMarked;
