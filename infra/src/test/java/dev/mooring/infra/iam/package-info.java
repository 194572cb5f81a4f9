@NullMarked
package dev.mooring.infra.iam;

import org.jspecify.annotations.NullMarked;
