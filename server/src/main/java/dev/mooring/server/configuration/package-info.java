/** The server's settings and the places they come from: command line, environment, properties file. */
@NullMarked
package dev.mooring.server.configuration;

import org.jspecify.annotations.NullMarked;
