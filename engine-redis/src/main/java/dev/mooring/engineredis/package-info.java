/** The engine on Redis or Valkey: subscribed to what this host hears and no more, told so anew after every cut. */
@NullMarked
package dev.mooring.engineredis;

import org.jspecify.annotations.NullMarked;
