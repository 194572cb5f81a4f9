/** One client connection and what an event loop shares among all of its connections. */
@NullMarked
package dev.mooring.loadgenerator.connection;

import org.jspecify.annotations.NullMarked;
