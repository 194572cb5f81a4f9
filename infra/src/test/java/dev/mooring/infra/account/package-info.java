@NullMarked
package dev.mooring.infra.account;

import org.jspecify.annotations.NullMarked;
