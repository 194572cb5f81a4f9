/** RESP2, as far as publishing and subscribing need it. Pure: bytes in, bytes out. */
@NullMarked
package dev.mooring.engineredis.resp;

import org.jspecify.annotations.NullMarked;
