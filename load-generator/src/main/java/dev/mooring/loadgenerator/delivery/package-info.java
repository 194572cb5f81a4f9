/** Messages that are published and heard: their stamps, their order, and who publishes them. */
@NullMarked
package dev.mooring.loadgenerator.delivery;

import org.jspecify.annotations.NullMarked;
