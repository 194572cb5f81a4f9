/** Who may push: bearer keys, and AWS's signature with shared access keys. Pure. */
@NullMarked
package dev.mooring.server.apikey;

import org.jspecify.annotations.NullMarked;
