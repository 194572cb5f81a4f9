/** The admin port: health, status, metrics, broadcast, drain and the live page, on ordinary Netty HTTP. */
@NullMarked
package dev.mooring.server.admin;

import org.jspecify.annotations.NullMarked;
