/** JSON that clients, callers and backends write, read within bounds. Pure. */
@NullMarked
package dev.mooring.server.json;

import org.jspecify.annotations.NullMarked;
