/** What the machine really grants, compared with what was asked for, before the first connection. */
@NullMarked
package dev.mooring.server.startup;

import org.jspecify.annotations.NullMarked;
