/** What a backend is told and answers, in API Gateway's words: the proxy event and the route selection expression. Pure. */
@NullMarked
package dev.mooring.server.gateway;

import org.jspecify.annotations.NullMarked;
