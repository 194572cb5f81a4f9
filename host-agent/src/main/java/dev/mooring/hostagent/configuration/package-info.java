/** The agent's command line and properties file. */
@NullMarked
package dev.mooring.hostagent.configuration;

import org.jspecify.annotations.NullMarked;
