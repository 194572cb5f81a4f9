/** The programs of this module, with one ending: the CDK's app, its summary and comparison, doctor and watch. */
@NullMarked
package dev.mooring.infra.app;

import org.jspecify.annotations.NullMarked;
